package io.fleettelemetry.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.telemetry.RecordType;
import io.micrometer.core.instrument.MockClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Replays what a vehicle sent to a server in the field, and compares the page with that server's.
 * Where the two differ on purpose the page here is ours: the signal gauges count, and a message of
 * an unknown type is counted by its tag and as nothing else.
 */
class RecordedRunTest {

  private static final String VIN = "5YJ3E1EA000000042";

  /** As Prometheus names them; their values are the test process's own. */
  private static final Set<String> OF_THE_PROCESS =
      Set.of(
          "num_goroutine",
          "memory_allocated_bytes",
          "memory_heap",
          "memory_stack",
          "gc_total_pause",
          "gc_pause_per_second",
          "gc_per_second");

  private final MockClock clock = new MockClock();
  private final ScrapedRegistry registry = new ScrapedRegistry(clock);
  private final Metrics metrics =
      new Metrics(registry, Set.of("V", "alerts", "errors"), Set.of(VIN));

  @BeforeEach
  void replay() throws IOException {
    metrics.connectionOpened();
    for (String type : List.of("total", "buffer", "events")) {
      metrics.kafka().queueSize(type, () -> 0);
    }
    resource("recorded-run.csv")
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(",", -1))
        .forEach(this::sent);
    clock.add(Duration.ofMillis(120_999));
  }

  @Test
  void thePageHoldsTheSameRows() throws IOException {
    String rows =
        PrometheusScrape.of(registry)
            .lines()
            .filter(line -> !line.startsWith("# HELP "))
            .filter(line -> !OF_THE_PROCESS.contains(name(line)))
            .filter(line -> !name(line).startsWith("fleet_telemetry_"))
            .collect(Collectors.joining("\n", "", "\n"));

    assertEquals(resource("recorded-scrape.txt"), rows);
  }

  @Test
  void thePageHoldsTheGaugesOfTheProcess() {
    Set<String> names =
        PrometheusScrape.of(registry)
            .lines()
            .map(RecordedRunTest::name)
            .collect(Collectors.toSet());

    assertTrue(names.containsAll(OF_THE_PROCESS), () -> names.toString());
  }

  private void sent(String[] message) {
    switch (message[0]) {
      case "broken" -> metrics.errorAnswered();
      case "too big" -> {
        metrics.recordTooBig();
        metrics.errorAnswered();
      }
      case "unknown tag" -> metrics.unknownMessageType(6);
      default ->
          record(
              RecordType.of(message[0]),
              Integer.parseInt(message[1]),
              Integer.parseInt(message[2]));
    }
  }

  private void record(RecordType type, int bytes, int signals) {
    metrics.recordAccepted(type, VIN, bytes, signals);
    metrics.kafka().produced(type, bytes);
    metrics.kafka().acked(type, bytes);
    if (type.equals(RecordType.V)) {
      metrics.kafka().reliableAck(type);
      metrics.reliableAck(type, "kafka");
    }
  }

  private static String name(String line) {
    String row = line.startsWith("#") ? line.split(" ", -1)[2] : line;
    return row.split("[ {]", -1)[0];
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = RecordedRunTest.class.getResourceAsStream("/metrics/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
