package io.fleettelemetry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fleettelemetry.config.RoutingConfig;
import io.fleettelemetry.config.RoutingConfig.Overflow;
import io.fleettelemetry.config.RoutingConfig.ReliableAckFailure;
import io.fleettelemetry.server.Route.Destination;
import io.fleettelemetry.telemetry.RecordType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoutingTest {

  @Test
  void vehiclesWaitForTheSourceAndForAnOnlyDispatcher() {
    Routing routing =
        routing(
            Map.of("V", List.of("kafka", "logger"), "alerts", List.of("logger")),
            Map.of("V", "kafka"),
            Map.of());

    Route v = routing.route(RecordType.V);
    assertEquals(List.of(true, false), v.destinations().stream().map(Destination::waits).toList());
    assertEquals("kafka", routing.dispatchers().get(v.source()));
    Route alerts = routing.route(RecordType.ALERTS);
    assertEquals(List.of(true), alerts.destinations().stream().map(Destination::waits).toList());
    assertEquals(Route.NO_SOURCE, alerts.source());
    assertNull(routing.route(RecordType.ERRORS));
  }

  @Test
  void theConfigurationOverridesWhoWaits() {
    Routing routing =
        routing(
            Map.of("V", List.of("kafka", "logger")),
            Map.of("V", "kafka"),
            Map.of("kafka", Overflow.DROP, "logger", Overflow.WAIT));

    assertEquals(
        List.of(false, true),
        routing.route(RecordType.V).destinations().stream().map(Destination::waits).toList());
  }

  @Test
  void aDispatcherThatIsNamedTwiceGetsARecordOnce() {
    Routing routing = routing(Map.of("V", List.of("logger", "logger")), Map.of(), Map.of());
    assertEquals(1, routing.route(RecordType.V).destinations().size());
  }

  @Test
  void moreDispatchersThanBitsAreRefused() {
    List<String> many = IntStream.range(0, 33).mapToObj(i -> "d" + i).toList();
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> routing(Map.of("V", many), Map.of(), Map.of()));
    assertEquals("records: names 33 dispatchers, at most 32 can be used", e.getMessage());
  }

  @Test
  void deadLettersHaveARouteThatNoEnvelopeCanName() {
    Routing routing =
        Routing.of(
            new RoutingConfig(
                Map.of("V", List.of("kafka")),
                Map.of(),
                ReliableAckFailure.FINAL,
                Map.of("file", Overflow.WAIT),
                Optional.of("file")));

    Route letters = routing.deadLetters();
    assertNull(routing.route(RecordType.DEAD_LETTER));
    assertEquals(List.of("kafka", "file"), routing.dispatchers());
    assertEquals(List.of(new Destination(1, "file", false)), letters.destinations());
    assertEquals(1, letters.source());
    assertEquals(letters, routing.allRoutes().get(letters.index()));
    assertEquals(List.of(routing.route(RecordType.V)), routing.routes());
  }

  @Test
  void withoutDeadLettersTheirTypeIsOneAsAnyOther() {
    Routing routing = routing(Map.of("dead_letter", List.of("file")), Map.of(), Map.of());
    assertNull(routing.deadLetters());
    assertEquals(1, routing.allRoutes().size());
    assertEquals("file", routing.route(RecordType.DEAD_LETTER).destinations().get(0).dispatcher());
  }

  private static Routing routing(
      Map<String, List<String>> records,
      Map<String, String> sources,
      Map<String, Overflow> overflow) {
    return Routing.of(
        new RoutingConfig(records, sources, ReliableAckFailure.FINAL, overflow, Optional.empty()));
  }
}
