package io.fleettelemetry.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.protocol.Answers;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.KafkaBroker;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.ServerUnderTest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters of and to a real broker. */
class KafkaDeadLettersIT {

  private static final String VIN = "5YJ3E1EA000000042";
  private static final String TOPIC = "fleet_V";
  private static final String LETTERS = "fleet_dead_letter";
  private static final byte[] NO_PROTOBUF = {8};
  private static final int MOST_BYTES = 4_000;

  @TempDir private Path store;
  private KafkaBroker broker;
  private ServerUnderTest server;

  @BeforeEach
  void startBroker() {
    broker = KafkaBroker.startNew();
  }

  @AfterEach
  void stop() {
    server.close();
    broker.close();
  }

  @Test
  void aDeadLetterGoesToTheTopicOfTheNamespaceWithKeyAndHeaders() throws IOException {
    broker.createTopic(LETTERS, 2);
    start("kafka");
    try (FakeVehicle vehicle = server.vehicle(VIN).header("Version", "1.2.3").connect()) {
      vehicle.send(RecordBuilder.v().vin(VIN).txid("tx").protobuf(NO_PROTOBUF).message());
      vehicle.expectAck("tx");
    }
    ConsumerRecord<byte[], byte[]> stored = broker.read(LETTERS).get(0);
    assertEquals(VIN, new String(stored.key(), UTF_8));
    JsonObject json = new JsonObject(new String(stored.value(), UTF_8));
    assertEquals("V", json.getString("record_type"));
    assertEquals("invalid", json.getString("reason"));
    assertArrayEquals(NO_PROTOBUF, raw(json));
    Map<String, String> headers = new HashMap<>();
    for (Header header : stored.headers()) {
      headers.put(header.key(), new String(header.value(), UTF_8));
    }
    assertEquals(json.getLong("received_at").toString(), headers.remove("receivedat"));
    assertFalse(headers.remove("timestamp").isEmpty());
    assertEquals(
        Map.of(
            "vin", VIN,
            "txid", "tx",
            "txtype", "dead_letter",
            "version", "0",
            "device_client_version", "1.2.3"),
        headers);
    assertEquals(1, server.count("kafka_reliable_ack_total{record_type=\"dead_letter\"}"));
  }

  @Test
  void aRecordThatIsTooLargeForItsTopicIsKeptInTheStoreAndAcked() {
    createSmallTopic(TOPIC);
    start("file");
    byte[] large = large();
    FakeVehicle vehicle = server.connect(VIN);
    vehicle.send(RecordBuilder.v().vin(VIN).txid("large").protobuf(large).message());
    vehicle.expectAck("large");
    vehicle.send(RecordBuilder.v().vin(VIN).txid("small").message());
    vehicle.expectAck("small");
    server.stop();

    assertEquals(1, broker.read(TOPIC).size());
    List<String> lines = storedLines();
    assertEquals(1, lines.size());
    JsonObject line = new JsonObject(lines.get(0));
    assertEquals("dead_letter", line.getString("txtype"));
    assertEquals("large", line.getString("txid"));
    JsonObject letter = line.getJsonObject("data");
    assertEquals("refused", letter.getString("reason"));
    assertEquals("kafka", letter.getString("dispatcher"));
    assertArrayEquals(large, raw(letter));
  }

  @Test
  void aDeadLetterThatIsTooLargeItselfLeavesTheVehicleItsError() {
    createSmallTopic(TOPIC);
    createSmallTopic(LETTERS);
    start("kafka");
    FakeVehicle vehicle = server.connect(VIN);
    vehicle.send(RecordBuilder.v().vin(VIN).txid("large").protobuf(large()).message());
    vehicle.expectError("large", Answers.NOT_STORED);
    assertEquals(List.of(), broker.read(LETTERS));
    assertEquals(
        1,
        server.count(
            "fleet_telemetry_dropped_total{dispatcher=\"kafka\",reason=\"refused\","
                + "record_type=\"dead_letter\"}"));
  }

  private void start(String deadLetter) {
    server =
        ServerUnderTest.builder()
            .route("V", "kafka")
            .reliable("V", "kafka")
            .set("dead_letter", deadLetter)
            .set("namespace", "fleet")
            .section("kafka", "bootstrap.servers", broker.bootstrapServers())
            .section("kafka", "queue.buffering.max.ms", 5)
            .section("file", "directory", store.toString())
            .start();
  }

  private void createSmallTopic(String name) {
    NewTopic topic =
        new NewTopic(name, 1, (short) 1)
            .configs(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MOST_BYTES)));
    try (Admin admin = broker.admin()) {
      admin.createTopics(List.of(topic)).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("no topic " + name, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** More than the small topic takes, and as the server writes it. */
  private static byte[] large() {
    byte[] payload =
        Payload.newBuilder()
            .setVin(VIN)
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(
                        99,
                        UnknownFieldSet.Field.newBuilder()
                            .addLengthDelimited(ByteString.copyFrom(new byte[2 * MOST_BYTES]))
                            .build())
                    .build())
            .build()
            .toByteArray();
    assertTrue(payload.length > MOST_BYTES);
    return payload;
  }

  private List<String> storedLines() {
    try (Stream<Path> files = Files.walk(store)) {
      return files
          .filter(file -> file.toString().endsWith(".jsonl"))
          .flatMap(KafkaDeadLettersIT::lines)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] raw(JsonObject json) {
    return Base64.getDecoder().decode(json.getString("raw"));
  }
}
