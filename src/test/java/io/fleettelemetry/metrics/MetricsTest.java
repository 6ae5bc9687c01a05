package io.fleettelemetry.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.telemetry.RecordType;
import io.micrometer.core.instrument.MockClock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricsTest {

  private static final RecordType CUSTOM = RecordType.of("custom");

  private final ScrapedRegistry registry = new ScrapedRegistry(new MockClock());
  private final Metrics metrics = new Metrics(registry, Set.of("V", "alerts"), Set.of("VIN1"));

  @Test
  void aSeriesAppearsWithItsFirstEvent() {
    assertTrue(rows("record_").isEmpty());
    assertTrue(rows("reliable_").isEmpty());
    assertTrue(rows("unexpected_record_err_total").isEmpty());
    assertTrue(rows("kafka_").isEmpty());
    assertTrue(rows("signal_count").isEmpty());

    metrics.recordAccepted(RecordType.V, "VIN2", 10, 0);

    assertEquals(List.of("record_total{record_type=\"V\"} 1"), rows("record_total"));
    assertEquals(List.of("signal_count{record_type=\"V\"} 0"), rows("signal_count"));
  }

  @Test
  void typesThatAreNotConfiguredShareOneSeries() {
    metrics.recordAccepted(CUSTOM, "VIN2", 10, 0);
    metrics.recordAccepted(RecordType.of("any \" thing"), "VIN2", 5, 0);
    metrics.recordAccepted(RecordType.V, "VIN2", 1, 2);

    assertEquals(
        List.of(
            "record_size_bytes_total{record_type=\"V\"} 1",
            "record_size_bytes_total{record_type=\"other\"} 15"),
        rows("record_size_bytes_total"));
  }

  @Test
  void onlyTrackedVinsHaveSignalsOfTheirOwn() {
    metrics.recordAccepted(RecordType.V, "VIN1", 1, 3);
    metrics.recordAccepted(RecordType.V, "VIN2", 1, 4);

    assertEquals(List.of("signal_count{record_type=\"V\"} 7"), rows("signal_count"));
    assertEquals(
        List.of("vin_signal_count{record_type=\"V\",vin=\"VIN1\"} 3"), rows("vin_signal_count"));
  }

  @Test
  void aThousandDevicesHaveRateLimitSeriesAndTheRestShareOne() {
    for (int i = 0; i < 1_500; i++) {
      metrics.rateLimitCounter("device-" + i, "V").run();
    }
    metrics.rateLimitCounter("device-0", "V").run();
    metrics.rateLimitCounter("device-0", "made up").run();

    List<String> rows = rows("rate_limit_exceeded_total");
    assertEquals(1_002, rows.size());
    assertTrue(rows.contains("rate_limit_exceeded_total{device_id=\"other\",txtype=\"V\"} 500"));
    assertTrue(rows.contains("rate_limit_exceeded_total{device_id=\"device-0\",txtype=\"V\"} 2"));
    assertTrue(
        rows.contains("rate_limit_exceeded_total{device_id=\"device-0\",txtype=\"other\"} 1"));
  }

  @Test
  void unknownMessagesAreCountedByTagAndThoseWithoutOneAsZero() {
    metrics.unknownMessageType(255);
    metrics.unknownMessageType(0);
    metrics.unknownMessageType(-1);

    assertEquals(
        List.of(
            "unknown_message_type_error_total{msg_type=\"0\"} 2",
            "unknown_message_type_error_total{msg_type=\"255\"} 1"),
        rows("unknown_message_type_error_total"));
  }

  @Test
  void kafkasErrorsHaveNoLabelHoweverTheyAreCounted() {
    metrics.kafka().error();
    metrics.dispatcherError("kafka", RecordType.V);
    metrics.dispatcherError("kafka", RecordType.ALERTS);
    metrics.dispatcherError("my-own", RecordType.V);

    assertEquals(List.of("kafka_err 3"), rows("kafka_err"));
    assertEquals(List.of("my_own_err{record_type=\"V\"} 1"), rows("my_own_err"));
  }

  @Test
  void inFlightIsTheSumOverTheIngestInstances() {
    AtomicLong bytes = new AtomicLong(100);
    metrics.inFlight("kafka", () -> 2, bytes::get);
    metrics.inFlight("kafka", () -> 3, () -> 1_000);
    metrics.inFlight("logger", () -> 7, () -> 0);
    bytes.set(200);

    assertEquals(
        List.of(
            "fleet_telemetry_in_flight_records{dispatcher=\"kafka\"} 5",
            "fleet_telemetry_in_flight_records{dispatcher=\"logger\"} 7"),
        rows("fleet_telemetry_in_flight_records"));
    assertTrue(
        rows("fleet_telemetry_in_flight_bytes")
            .contains("fleet_telemetry_in_flight_bytes{dispatcher=\"kafka\"} 1200"));
  }

  @Test
  void lossesAreCountedByDispatcherTypeAndReason() {
    metrics.dropped("mqtt", RecordType.V, "full");
    metrics.dropped("mqtt", RecordType.V, "full");
    metrics.dropped("mqtt", RecordType.V, "away");

    assertEquals(
        List.of(
            row("fleet_telemetry_dropped_total", "mqtt", "away", "V", 1),
            row("fleet_telemetry_dropped_total", "mqtt", "full", "V", 2)),
        rows("fleet_telemetry_dropped_total"));
  }

  @Test
  void connectionsComeAndGo() {
    metrics.connectionOpened();
    metrics.connectionOpened();
    metrics.connectionPaused();
    metrics.connectionClosed();
    metrics.connectionResumed();
    metrics.connectionRefused("full");
    metrics.reload("unchanged");
    metrics.handshake("failed", "no certificate");
    metrics.handshake("ok", "");

    assertEquals(List.of("num_connections 1"), rows("num_connections"));
    assertEquals(
        List.of("fleet_telemetry_paused_connections 0"),
        rows("fleet_telemetry_paused_connections"));
    assertEquals(
        List.of("fleet_telemetry_connections_refused_total{reason=\"full\"} 1"),
        rows("fleet_telemetry_connections_refused_total"));
    assertEquals(
        List.of("fleet_telemetry_reloads_total{outcome=\"unchanged\"} 1"),
        rows("fleet_telemetry_reloads_total"));
    assertEquals(
        List.of(
            "fleet_telemetry_tls_handshakes_total{outcome=\"failed\",reason=\"no certificate\"} 1",
            "fleet_telemetry_tls_handshakes_total{outcome=\"ok\",reason=\"\"} 1"),
        rows("fleet_telemetry_tls_handshakes_total"));
  }

  @Test
  void latenciesFallIntoFixedBuckets() {
    metrics.ackLatency("kafka", RecordType.V, TimeUnit.MICROSECONDS.toNanos(700));
    metrics.ackLatency("kafka", RecordType.V, TimeUnit.MILLISECONDS.toNanos(1));
    metrics.ackLatency("kafka", RecordType.V, TimeUnit.MINUTES.toNanos(1));
    metrics.dispatchLatency("kafka", RecordType.V, 1);

    List<String> buckets = rows("fleet_telemetry_ack_latency_seconds_bucket");
    assertEquals(16, buckets.size());
    assertEquals(bucket("0.0005", 0), buckets.get(0));
    assertEquals(bucket("0.001", 2), buckets.get(1));
    assertEquals(bucket("30", 2), buckets.get(14));
    assertEquals(bucket("+Inf", 3), buckets.get(15));
    assertEquals(
        List.of(
            "fleet_telemetry_ack_latency_seconds_sum{dispatcher=\"kafka\",record_type=\"V\"} 60.0017"),
        rows("fleet_telemetry_ack_latency_seconds_sum"));
    assertEquals(
        List.of(
            "fleet_telemetry_dispatch_latency_seconds_count"
                + "{dispatcher=\"kafka\",record_type=\"V\"} 1"),
        rows("fleet_telemetry_dispatch_latency_seconds_count"));
    assertFalse(PrometheusScrape.of(registry).contains("latency_seconds_max"));
  }

  @Test
  void aLaterQueueSizeReplacesTheEarlier() {
    metrics.kafka().queueSize("total", () -> 1);
    metrics.kafka().queueSize("total", () -> 2.5);

    assertEquals(
        List.of("kafka_produce_queue_size{type=\"total\"} 2.5"), rows("kafka_produce_queue_size"));
  }

  private List<String> rows(String prefix) {
    Stream<String> lines = PrometheusScrape.of(registry).lines();
    return lines.filter(line -> line.startsWith(prefix)).toList();
  }

  private static String row(String name, String dispatcher, String reason, String type, int value) {
    return "%s{dispatcher=\"%s\",reason=\"%s\",record_type=\"%s\"} %d"
        .formatted(name, dispatcher, reason, type, value);
  }

  private static String bucket(String le, int count) {
    return ("fleet_telemetry_ack_latency_seconds_bucket"
            + "{dispatcher=\"kafka\",record_type=\"V\",le=\"%s\"} %d")
        .formatted(le, count);
  }
}
