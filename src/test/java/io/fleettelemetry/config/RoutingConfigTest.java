package io.fleettelemetry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.config.RoutingConfig.Overflow;
import io.fleettelemetry.config.RoutingConfig.ReliableAckFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoutingConfigTest {

  @TempDir Path directory;
  private ConfigFixture fixture;

  @BeforeEach
  void setUp() {
    fixture = new ConfigFixture(directory);
  }

  @Test
  void defaults() {
    assertEquals(
        new RoutingConfig(
            Map.of("V", List.of("logger")),
            Map.of(),
            ReliableAckFailure.FINAL,
            Map.of(),
            Optional.empty()),
        fixture.config("{}").routing());
  }

  @Test
  void fullMapping() {
    assertEquals(
        new RoutingConfig(
            Map.of("V", List.of("kafka", "logger"), "custom", List.of("kafka")),
            Map.of("V", "kafka"),
            ReliableAckFailure.ALWAYS,
            Map.of("kafka", Overflow.DROP, "logger", Overflow.WAIT),
            Optional.of("file")),
        fixture
            .config(
                """
                {"records": {"V": ["kafka", "logger"], "custom": ["kafka"]},
                 "reliable_ack_sources": {"V": "kafka"}, "reliable_ack_failure": "always",
                 "reliable_ack": true, "dead_letter": "file",
                 "dispatch": {"overflow": {"kafka": "drop", "logger": "wait"}}}
                """)
            .routing());
  }

  @Test
  void deadLettersGoToADispatcherThatIsThere() {
    assertEquals(
        List.of("logger", "file"),
        fixture.config("{\"dead_letter\": \"file\"}").routing().dispatchers());
    assertEquals(
        Optional.empty(), fixture.config("{\"dead_letter\": \"\"}").routing().deadLetter());
    fixture.assertRefused(
        "{\"dead_letter\": \"kafak\"}",
        "dead_letter: \"kafak\" — there is no dispatcher kafak; the nearest is kafka");
    fixture.assertRefused(
        "{\"dead_letter\": \"kinesis\"}",
        "dead_letter: \"kinesis\" — the dispatcher kinesis is not available in this version");
    fixture.assertRefused(
        "{\"dead_letter\": \"file\", \"records\": {\"dead_letter\": [\"logger\"]}}",
        "dead_letter: \"file\" — records routes the type dead_letter too, which vehicles would then"
            + " send: take it out of records, or leave this key out");
  }

  @Test
  void deadLettersAreATypeOfTheirDispatcherWhichConfirmsThem() {
    RoutingConfig routing = fixture.config("{\"dead_letter\": \"file\"}").routing();
    assertEquals(Set.of("V", "dead_letter"), routing.recordTypes());
    assertEquals(Set.of("dead_letter"), routing.recordTypes("file"));
    assertEquals(Set.of("V"), routing.recordTypes("logger"));
    assertEquals(Optional.of("file"), routing.reliableAckSource("dead_letter"));
    assertEquals(Optional.empty(), routing.reliableAckSource("V"));
    assertEquals(Set.of("V"), fixture.config("{}").routing().recordTypes());
  }

  @Test
  void withoutDeadLettersTheirTypeIsRoutedAsAnyOther() {
    RoutingConfig routing =
        fixture
            .config(
                """
                {"records": {"dead_letter": ["kafka"]},
                 "reliable_ack_sources": {"dead_letter": "kafka"}}
                """)
            .routing();
    assertEquals(Set.of("dead_letter"), routing.recordTypes("kafka"));
    assertEquals(Optional.of("kafka"), routing.reliableAckSource("dead_letter"));
  }

  @Test
  void whatGetsDeadLettersAloneHasNoOverflow() {
    assertEquals(
        Optional.empty(),
        fixture
            .load(fixture.json("{\"dead_letter\": \"file\"}"), false)
            .effective()
            .setting("dispatch.overflow.file"));
  }

  @ParameterizedTest
  @EnumSource
  void everyReliableAckFailure(ReliableAckFailure failure) {
    String json = "{\"reliable_ack_failure\": \"%s\"}".formatted(failure);
    assertEquals(failure, fixture.config(json).routing().reliableAckFailure());
  }

  @Test
  void typesAreToldApartByCaseAndDispatchersAreListedOnce() {
    assertEquals(
        Map.of("V", List.of("logger"), "v", List.of("kafka", "logger")),
        fixture
            .config("{\"records\": {\"v\": [\"kafka\", \"logger\", \"kafka\"], \"x\": null}}")
            .routing()
            .records());
  }

  @Test
  void refusedRoutes() {
    fixture.assertRefused(
        """
        {"records": {"V": [], "alerts": ["kafka", "kinesis"], "errors": ["kafak"], "x": "kafka"}}
        """,
        "records.x: \"kafka\" — must be a list of texts",
        "records.V: [] — must name at least one dispatcher",
        "records.alerts: [\"kafka\", \"kinesis\"] — the dispatcher kinesis is not available in"
            + " this version",
        "records.errors: [\"kafak\"] — there is no dispatcher kafak; the nearest is kafka");
  }

  @Test
  void refusedReliableAckSources() {
    fixture.assertRefused(
        """
        {"records": {"V": ["logger"], "alerts": ["kafka"], "connectivity": ["kafka"]},
         "reliable_ack_sources": {"V": "logger", "alerts": "redis", "errors": "kafka",
                                  "connectivity": "kafka"}}
        """,
        "reliable_ack_sources.V: \"logger\" — the logger stores nothing, so no ack can wait for"
            + " it",
        "reliable_ack_sources.alerts: \"redis\" — must be a dispatcher that records lists for"
            + " alerts",
        "reliable_ack_sources.errors: \"kafka\" — must be a dispatcher that records lists for"
            + " errors",
        "reliable_ack_sources.connectivity: \"kafka\" — records that the server makes itself are"
            + " never acked");
  }

  @Test
  void otherRejections() {
    fixture.assertRefused(
        """
        {"reliable_ack": 1, "reliable_ack_failure": "sometimes",
         "dispatch": {"overflow": {"logger": "block", "kinesis": "drop"}}}
        """,
        "reliable_ack: 1 — must be true or false",
        "reliable_ack_failure: \"sometimes\" — must be one of final, always, never",
        "dispatch.overflow.kinesis: \"drop\" — not available in this version",
        "dispatch.overflow.logger: \"block\" — must be one of wait, drop");
  }

  @Test
  void theOlderReliableAckSaysWhatToWrite() {
    fixture.loaded(
        """
        {"reliable_ack": true,
         "records": {"V": ["logger", "kafka"], "alerts": ["kafka"], "connectivity": ["kafka"]}}
        """,
        "reliable_ack: true — has no effect; write"
            + " \"reliable_ack_sources\": {\"V\": \"kafka\", \"alerts\": \"kafka\"}");
    fixture.loaded(
        "{\"reliable_ack\": true}",
        "reliable_ack: true — has no effect: records name no dispatcher that could confirm");
    fixture.loaded("{\"reliable_ack\": false}");
  }

  @Test
  void whatDoesNothingIsAWarning() {
    fixture.loaded(
        "{\"records\": {\"V\": null}, \"dispatch\": {\"overflow\": {\"kafka\": \"wait\"}}}",
        "records: {…} — routes no record type, so nothing that vehicles send is kept",
        "dispatch.overflow.kafka: \"wait\" — has no effect: records do not name this dispatcher");
  }
}
