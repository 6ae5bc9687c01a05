package io.fleettelemetry.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.protocol.EnvelopeEncoder;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.Answer;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.KafkaBroker;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.ServerUnderTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole way from a vehicle to a real broker and back, with the broker as ack source. */
class KafkaReliableAckIT {

  private static final String TOPIC = "fleet_V";
  private static final int PARTITIONS = 4;
  private static final int VEHICLES = 200;
  private static final int KILLS = 5;
  private static final int RECORDS_A_ROUND = 20;

  private KafkaBroker broker;
  private ServerUnderTest server;

  @BeforeEach
  void start() {
    broker = KafkaBroker.startNew();
    broker.createTopic(TOPIC, PARTITIONS);
    server =
        ServerUnderTest.builder()
            .route("V", "kafka")
            .reliable("V", "kafka")
            .set("namespace", "fleet")
            .section("kafka", "bootstrap.servers", broker.bootstrapServers())
            .section("kafka", "queue.buffering.max.ms", 5)
            .start();
  }

  @AfterEach
  void stop() {
    server.close();
    broker.close();
  }

  @Test
  void aRecordIsStoredWithKeyHeadersAndTheFieldsPartitionBeforeItIsAcked() throws IOException {
    String vin = "5YJ3E1EA000000042";
    TelemetryRecord record = RecordBuilder.numbered("OTHER", 7).build();
    try (FakeVehicle vehicle = server.vehicle(vin).header("Version", "1.2.3").connect()) {
      vehicle.send(message(vin, record));
      vehicle.expectAck(record.txidText());
    }
    ConsumerRecord<byte[], byte[]> stored = broker.read(TOPIC).get(0);

    assertEquals(vin, new String(stored.key(), UTF_8));
    assertEquals(vin, Payload.parseFrom(stored.value()).getVin());
    CRC32 crc = new CRC32();
    crc.update(vin.getBytes(UTF_8));
    assertEquals(crc.getValue() % PARTITIONS, stored.partition());
    Map<String, String> headers = new HashMap<>();
    for (Header header : stored.headers()) {
      headers.put(header.key(), new String(header.value(), UTF_8));
    }
    assertTrue(Long.parseLong(headers.remove("receivedat")) > 0);
    assertEquals(
        Map.of(
            "vin", vin,
            "timestamp", "1700000000000",
            "txid", record.txidText(),
            "txtype", "V",
            "version", "0",
            "device_client_version", "1.2.3"),
        headers);
    assertEquals(1, server.metric("kafka_produce_ack_total{record_type=\"V\"}").getAsDouble());
    assertEquals(
        1, server.metric("reliable_ack{dispatcher=\"kafka\",record_type=\"V\"}").getAsDouble());
  }

  @Test
  void withoutTheBrokerNothingIsAckedAndEveryVehicleStays() throws IOException {
    String vin = "VIN-1";
    List<TelemetryRecord> records = RecordBuilder.numberedRecords(vin, 100);
    try (FakeVehicle vehicle = server.vehicle(vin).connect()) {
      vehicle.send(message(vin, records.get(0)));
      vehicle.expectAck(records.get(0).txidText());
      broker.kill();
      // More than a connection's window: the rest waits in the socket.
      for (TelemetryRecord record : records.subList(1, 100)) {
        vehicle.send(message(vin, record));
      }
      await().until(() -> server.metric("fleet_telemetry_paused_connections").orElse(0) == 1);
      assertEquals(Optional.empty(), vehicle.poll(Duration.ofSeconds(1)));
      assertEquals(1, server.metric("num_connections").getAsDouble());

      broker.start();
      for (TelemetryRecord record : records.subList(1, 100)) {
        vehicle.expectAck(record.txidText());
      }
    }
    List<byte[]> stored = broker.read(TOPIC).stream().map(ConsumerRecord::value).toList();
    assertEquals(100, stored.size());
    for (int i = 0; i < 100; i++) {
      assertArrayEquals(records.get(i).protobuf(), stored.get(i));
    }
  }

  @Test
  void nothingAckedIsMissingAndNoOrderIsLostWhenTheBrokerIsKilledAgainAndAgain() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(VEHICLES);
    List<NumberedVehicle> vehicles = new ArrayList<>();
    AtomicInteger acks = new AtomicInteger();
    try {
      for (int i = 0; i < VEHICLES; i++) {
        String vin = "VIN-" + i;
        vehicles.add(
            new NumberedVehicle(
                vin, server.vehicle(vin).timeLimit(Duration.ofSeconds(60)).connect(), acks));
      }
      for (int round = 0; round <= KILLS; round++) {
        acks.set(0);
        List<Future<Void>> running = new ArrayList<>();
        for (NumberedVehicle vehicle : vehicles) {
          running.add(threads.submit(vehicle));
        }
        if (round < KILLS) {
          await()
              .atMost(Duration.ofSeconds(30))
              .until(() -> acks.get() > VEHICLES * RECORDS_A_ROUND / 4);
          broker.kill();
          broker.start();
        }
        for (Future<Void> vehicle : running) {
          vehicle.get(90, TimeUnit.SECONDS);
        }
      }
      check(vehicles);
    } finally {
      vehicles.forEach(vehicle -> vehicle.connection.close());
      threads.shutdownNow();
    }
  }

  private void check(List<NumberedVehicle> vehicles) {
    Map<String, List<Integer>> stored = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : broker.read(TOPIC)) {
      String txid = new String(record.headers().lastHeader("txid").value(), UTF_8);
      stored
          .computeIfAbsent(new String(record.key(), UTF_8), vin -> new ArrayList<>())
          .add(Integer.parseInt(txid.substring(txid.indexOf('/') + 1)));
    }
    for (NumberedVehicle vehicle : vehicles) {
      List<Integer> numbers = stored.get(vehicle.vin);
      assertTrue(new HashSet<>(numbers).containsAll(vehicle.acked), vehicle.vin);
      assertEquals((KILLS + 1) * RECORDS_A_ROUND, vehicle.acked.size());
      List<Integer> firsts = numbers.stream().distinct().toList();
      assertEquals(firsts.stream().sorted().toList(), firsts, "order of " + vehicle.vin);
    }
  }

  private static byte[] message(String vin, TelemetryRecord record) {
    return new EnvelopeEncoder()
        .txid(record.txid())
        .topic("V")
        .senderId("vehicle_device." + vin)
        .createdAt(1_700_000_000L)
        .payload(record.protobuf())
        .encode();
  }

  /** A vehicle that sends numbered records, a round at a time, and receives all their acks. */
  private static final class NumberedVehicle implements Callable<Void> {
    private final String vin;
    private final FakeVehicle connection;
    private final AtomicInteger acks;
    private final Set<Integer> acked = new HashSet<>();
    private int next;

    NumberedVehicle(String vin, FakeVehicle connection, AtomicInteger acks) {
      this.vin = vin;
      this.connection = connection;
      this.acks = acks;
    }

    @Override
    public Void call() {
      for (int i = 0; i < RECORDS_A_ROUND; i++) {
        connection.send(message(vin, RecordBuilder.numbered(vin, next++).build()));
      }
      for (int i = 0; i < RECORDS_A_ROUND; i++) {
        Answer answer = connection.receiveAnswer();
        assertTrue(answer.ack(), answer.toString());
        acked.add(Integer.parseInt(answer.txid().substring(answer.txid().indexOf('/') + 1)));
        acks.incrementAndGet();
      }
      return null;
    }
  }
}
