package io.fleettelemetry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.DispatcherCatalogue;
import io.fleettelemetry.config.ConfigLoader;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each line comes for a file that it concerns, and not for one that it does not. */
class MigrationTest {

  private static final DispatcherCatalogue CATALOGUE = DispatcherCatalogue.builtIn();

  private static final String KAFKA =
      "\"records\": {\"alerts\": [\"kafka\"]}, \"kafka\": {\"bootstrap.servers\": \"b:9092\"";

  private static List<String> lines(String json, Map<String, String> environment) {
    return new Migration(CATALOGUE.settingsReaders().keySet())
            .differences(
                new ConfigLoader(CATALOGUE.settingsReaders(), true)
                    .read("c.json", json.getBytes(StandardCharsets.UTF_8), environment)
                    .effective())
            .stream()
            .map(Difference::toString)
            .toList();
  }

  private static List<String> lines(String json) {
    return lines(json, Map.of());
  }

  /** The begin of a line, a file that gets it, and one that does not. */
  static Stream<Arguments> rules() {
    return Stream.of(
        Arguments.of(
            "kinesis — is not available in this version",
            "{\"kinesis\": {\"max_retries\": 1}}",
            "{\"kinesis\": {}}"),
        Arguments.of(
            "zmq.send_hwm — when this many messages wait for a subscriber, records wait",
            "{\"records\": {\"V\": [\"zmq\"]}, \"zmq\": {\"addr\": \"tcp://*:5284\"}}",
            "{\"records\": {\"V\": [\"logger\"]}}"),
        Arguments.of(
            "records.V — this version has no dispatcher kinesis",
            "{\"records\": {\"V\": [\"kinesis\"]}}",
            "{\"records\": {\"V\": [\"logger\"]}}"),
        Arguments.of(
            "connections.per_vehicle — a vehicle that connects again takes the place",
            "{\"connections\": {\"max\": 5}}",
            "{\"connections\": {\"per_vehicle\": 0}}"),
        Arguments.of(
            "redis.subscriber_set_prefix — a record is published by one script",
            "{\"records\": {\"V\": [\"redis\"]}, \"redis\": {\"addrs\": [\"a\"],"
                + " \"subscriber_set_prefix\": \"s\"}}",
            "{\"records\": {\"V\": [\"redis\"]}, \"redis\": {\"addrs\": [\"a\"],"
                + " \"publish_vin_topics\": true}}"),
        Arguments.of(
            "redis.read_timeout — a connection that gives no answer for so long is replaced",
            "{\"records\": {\"V\": [\"redis\"]}, \"redis\": {\"addrs\": [\"a\"],"
                + " \"publish_vin_topics\": true, \"read_timeout\": \"3s\"}}",
            "{\"records\": {\"V\": [\"redis\"]}, \"redis\": {\"addrs\": [\"a\"],"
                + " \"publish_vin_topics\": true}}"),
        Arguments.of("colour — is not known here", "{\"colour\": 1}", "{\"port\": 1}"),
        Arguments.of(
            "Disable_TLS — is not known here: vehicles' TLS always ends at this server",
            "{\"Disable_TLS\": true}",
            "{\"tls\": {}}"),
        Arguments.of(
            "reliable_ack_workers — does nothing here",
            "{\"reliable_ack_workers\": 5}",
            "{\"reliable_ack_workers\": null}"),
        Arguments.of(
            "pubsub.reliable_ack — does nothing here",
            "{\"pubsub\": {\"reliable_ack\": true}}",
            "{\"pubsub\": {}}"),
        Arguments.of(
            "data_connectors — does nothing here: no vehicle is asked about or kept out",
            "{\"data_connectors\": {\"file\": {}}}",
            "{\"data_connectors\": null}"),
        Arguments.of(
            "kafka.statistics.interval.ms — does nothing here",
            "{" + KAFKA + ", \"statistics.interval.ms\": 5}}",
            "{" + KAFKA + "}}"),
        Arguments.of(
            "rate_limit — the limit takes effect for the first time, since in the field its interval"
                + " never does: 1000 messages in 30 s for each connection",
            "{\"rate_limit\": {\"enabled\": true, \"message_limit\": 1000,"
                + " \"message_interval_time\": 30}}",
            "{\"rate_limit\": {\"enabled\": true, \"message_limit\": 1000,"
                + " \"MessageIntervalTimeSecond\": 30}}"),
        Arguments.of(
            "rate_limit — the limit takes effect",
            "{\"rate_limit\": {\"enabled\": true, \"message_limit\": 1}}",
            "{\"rate_limit\": {\"enabled\": false, \"message_limit\": 1}}"),
        Arguments.of(
            "rate_limit — the first message over the limit",
            "{\"rate_limit\": {\"enabled\": true, \"message_limit\": 1}}",
            "{\"rate_limit\": {\"message_limit\": 1}}"),
        Arguments.of(
            "rate_limit.MessageIntervalTimeSecond — counts nanoseconds, whatever its name says: the"
                + " limit is 7 messages in 1.5 s",
            "{\"rate_limit\": {\"message_limit\": 7, \"MessageIntervalTimeSecond\": 1500000000}}",
            "{\"rate_limit\": {\"message_limit\": 7, \"MessageIntervalTimeSecond\": 15,"
                + " \"message_interval_time\": 1}}"),
        Arguments.of(
            "rate_limit.MessageIntervalTimeSecond — counts nanoseconds, whatever its name says: the"
                + " limit is 7 messages in 0.00000003 s",
            "{\"rate_limit\": {\"message_limit\": 7, \"MessageIntervalTimeSecond\": 30}}",
            "{\"rate_limit\": {\"message_limit\": 7}}"),
        Arguments.of(
            "rate_limit.MessageIntervalTimeSecond — does nothing here",
            "{\"rate_limit\": {\"MessageIntervalTimeSecond\": 15, \"message_interval_time\": 1}}",
            "{\"rate_limit\": {\"MessageIntervalTimeSecond\": 15}}"),
        Arguments.of(
            "reliable_ack — does nothing by itself",
            "{\"reliable_ack\": true}",
            "{\"reliable_ack\": true, \"reliable_ack_sources\": {\"alerts\": \"kafka\"}, "
                + KAFKA
                + "}}"),
        Arguments.of(
            "reliable_ack_sources — a record that its system refuses for good",
            "{\"reliable_ack_sources\": {\"alerts\": \"kafka\"}, " + KAFKA + "}}",
            "{\"reliable_ack_failure\": \"never\", \"reliable_ack_sources\": {\"alerts\":"
                + " \"kafka\"}, "
                + KAFKA
                + "}}"),
        Arguments.of(
            "records.V — names logger more than once",
            "{\"records\": {\"V\": [\"logger\", \"logger\"]}}",
            "{\"records\": {\"V\": [\"logger\"]}}"),
        Arguments.of(
            "dispatch.overflow.kafka — while kafka is away or full, vehicles are not read",
            "{" + KAFKA + "}}",
            "{\"dispatch\": {\"overflow\": {\"kafka\": \"wait\"}}, " + KAFKA + "}}"),
        Arguments.of(
            "dispatch.overflow.kafka — while kafka is away",
            "{\"records\": {\"V\": [\"kafka\"], \"alerts\": [\"kafka\", \"logger\"]},"
                + " \"kafka\": {\"bootstrap.servers\": \"b\"}}",
            "{\"records\": {\"V\": [\"kafka\", \"logger\"]},"
                + " \"kafka\": {\"bootstrap.servers\": \"b\"}}"),
        Arguments.of(
            "records — the metadata entry timestamp",
            "{\"records\": {\"V\": [\"logger\"]}}",
            "{\"records\": {}}"),
        Arguments.of(
            "records.V — fields that the schema does not know yet",
            "{\"records\": {\"V\": [\"logger\"]}}",
            "{\"records\": {\"V\": [\"logger\"]}, \"transmit_decoded_records\": true}"),
        Arguments.of(
            "kafka.enable.idempotence — ",
            "{" + KAFKA + "}}",
            "{" + KAFKA + ", \"enable.idempotence\": true}}"),
        Arguments.of(
            "kafka.enable.idempotence — ",
            "{" + KAFKA + ", \"acks\": \"all\"}}",
            "{" + KAFKA + ", \"acks\": 1}}"),
        Arguments.of(
            "kafka.max.in.flight.requests.per.connection — one request at a time",
            "{" + KAFKA + "}}",
            "{" + KAFKA + ", \"max.in.flight\": 5}}"),
        Arguments.of(
            "kafka.queue.buffering.max.kbytes — the client holds at most 32768 KiB",
            "{" + KAFKA + "}}",
            "{" + KAFKA + ", \"queue.buffering.max.kbytes\": 65536}}"),
        Arguments.of(
            "kafka.batch.size — a batch is at most 65536 bytes",
            "{" + KAFKA + "}}",
            "{" + KAFKA + ", \"batch.size\": 1000000}}"),
        Arguments.of(
            "kafka.batch.size — a batch is at most 65536 bytes",
            "{" + KAFKA + ", \"queue.buffering.max.kbytes\": 64}}",
            "{" + KAFKA + ", \"queue.buffering.max.kbytes\": 16}}"),
        Arguments.of(
            "kafka.partitioner — the same as in the field",
            "{" + KAFKA + "}}",
            "{" + KAFKA + ", \"partitioner\": \"murmur2\"}}"),
        Arguments.of(
            "kafka.partitioner — the same",
            "{" + KAFKA + "}}",
            "{\"records\": {\"V\": [\"logger\"]}, \"kafka\": {\"bootstrap.servers\": \"b\"}}"),
        Arguments.of(
            "monitoring.prometheus_metrics_host — the metrics page is on 127.0.0.1 alone",
            "{\"monitoring\": {\"prometheus_metrics_port\": 9090}}",
            "{\"monitoring\": {\"prometheus_metrics_port\": 9090,"
                + " \"prometheus_metrics_host\": \"0.0.0.0\"}}"),
        Arguments.of(
            "monitoring.prometheus_metrics_port — metrics keep their names and labels",
            "{\"monitoring\": {\"prometheus_metrics_port\": 9090}}",
            "{\"monitoring\": {\"prometheus_metrics_port\": 0}}"),
        Arguments.of(
            "monitoring.prometheus_metrics_port — signal_count and vin_signal_count",
            "{\"monitoring\": {\"prometheus_metrics_port\": 9090}}",
            "{\"monitoring\": {}}"),
        Arguments.of(
            "monitoring.prometheus_metrics_port — labels are bounded",
            "{\"monitoring\": {\"prometheus_metrics_port\": 9090}}",
            "{}"),
        Arguments.of(
            "status_port — /status answers as in the field",
            "{\"status_port\": 8080}",
            "{\"status_port\": 0}"),
        Arguments.of(
            "log_level — is taken as error",
            "{\"log_level\": \"Fatal\"}",
            "{\"log_level\": \"error\"}"),
        Arguments.of(
            "log_level — is taken as error",
            "{\"log_level\": \"panic\"}",
            "{\"log_level\": \"warning\"}"),
        Arguments.of(
            "log_level — the lines request_start and request_end",
            "{\"port\": 1}",
            "{\"log_level\": \"debug\"}"),
        Arguments.of(
            "json_log_enable — in text lines nested values are JSON",
            "{\"records\": {\"V\": [\"logger\"]}}",
            "{\"records\": {\"V\": [\"logger\"]}, \"json_log_enable\": true}"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aLineComesForAFileThatItConcerns(String line, String concerned, String notConcerned) {
    List<String> lines = lines(concerned);
    assertEquals(
        1, lines.stream().filter(l -> l.startsWith(line)).count(), () -> String.join("\n", lines));
    List<String> others = lines(notConcerned);
    assertTrue(others.stream().noneMatch(l -> l.startsWith(line)), () -> String.join("\n", others));
  }

  @Test
  void aDispatcherWithoutASystemMakesNoVehicleWait() {
    List<String> lines =
        lines(
            "{\"records\": {\"V\": [\"file\"], \"alerts\": [\"logger\"]}, \"file\": {\"directory\": \"d\"}}");
    assertTrue(lines.stream().noneMatch(line -> line.startsWith("dispatch.")), lines::toString);
  }

  @Test
  void handshakeLinesAreToldUnlessSilenced() {
    String variable = "SUPPRESS_TLS_HANDSHAKE_ERROR_LOGGING";
    assertTrue(lines("{}").stream().anyMatch(line -> line.startsWith(variable)));
    assertTrue(
        lines("{}", Map.of(variable, "true")).stream()
            .noneMatch(line -> line.startsWith(variable)));
  }

  @Test
  void everyFileGetsWhatVehiclesSeeUnlessItCouldNotBeRead() {
    assertEquals(2, lines("{}").stream().filter(line -> line.startsWith("any file — ")).count());
    assertEquals(List.of(), lines("no JSON"));
  }

  @Test
  void aDifferenceIsALineOrAnObject() {
    assertEquals("k — what — advice", new Difference("k", "what", "advice").toString());
    assertEquals("k — what", new Difference("k", "what", "").toString());
    assertEquals(
        new JsonArray().add(new JsonObject().put("key", "k").put("what", "w").put("advice", "a")),
        new JsonArray(Difference.json(List.of(new Difference("k", "w", "a")))));
  }
}
