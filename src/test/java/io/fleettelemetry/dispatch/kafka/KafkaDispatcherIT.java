package io.fleettelemetry.dispatch.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.dispatch.DispatcherHealth;
import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.KafkaBroker;
import io.fleettelemetry.testing.OutcomeLog;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.TestPki;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaDispatcherIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Where librdkafka puts these vehicles on four partitions. */
  private static final Map<String, Integer> PARTITIONS =
      Map.of("5YJ3E1EA000000042", 0, "7G2TE1EA000000043", 2, "D-1", 3);

  private final KafkaBroker broker = KafkaBroker.shared();
  private final KafkaFixture fixture = new KafkaFixture();
  private final List<KafkaDispatcher> dispatchers = new ArrayList<>();

  @TempDir private Path directory;

  @AfterEach
  void stopDispatchersAndKeepTheBrokerForTheNext() {
    dispatchers.forEach(dispatcher -> await(dispatcher.stop(Duration.ofSeconds(10))));
    broker.start();
  }

  @Test
  void putsKeyHeadersValueAndPartition() {
    broker.createTopic(fixture.context.topic("V"), 4);
    KafkaDispatcher dispatcher = started(Map.of());
    List<TelemetryRecord> records =
        PARTITIONS.keySet().stream()
            .map(vin -> RecordBuilder.v().vin(vin).txid(new byte[] {1, (byte) 0xff}).build())
            .toList();
    dispatch(dispatcher, records).await(LIMIT).assertAll(Outcome.STORED);

    List<ConsumerRecord<byte[], byte[]>> stored = read("V");
    assertEquals(records.size(), stored.size());
    for (ConsumerRecord<byte[], byte[]> message : stored) {
      String vin = text(message.key());
      TelemetryRecord record =
          records.stream().filter(r -> r.vin().equals(vin)).findAny().orElseThrow();
      assertEquals(PARTITIONS.get(vin), message.partition(), vin);
      assertArrayEquals(record.payload(), message.value());
      Map<String, String> headers = new LinkedHashMap<>();
      message.headers().forEach(header -> headers.put(header.key(), text(header.value())));
      assertEquals(
          List.of(
              "vin",
              "receivedat",
              "timestamp",
              "txid",
              "txtype",
              "version",
              "device_client_version"),
          List.copyOf(headers.keySet()));
      assertEquals(vin, headers.get("vin"));
      assertEquals("V", headers.get("txtype"));
      assertEquals(Long.toString(record.receivedAtMillis()), headers.get("receivedat"));
      Header txid = message.headers().lastHeader("txid");
      assertArrayEquals(record.txid(), txid.value());
    }
    int bytes = records.stream().mapToInt(record -> record.payload().length).sum();
    assertEquals(3, fixture.count("kafka_produce_total", "record_type", "V"));
    assertEquals(bytes, fixture.count("kafka_produce_total_bytes", "record_type", "V"));
    assertEquals(3, fixture.count("kafka_produce_ack_total", "record_type", "V"));
    assertEquals(bytes, fixture.count("kafka_produce_ack_total_bytes", "record_type", "V"));
    assertEquals(3, fixture.count("kafka_reliable_ack_total", "record_type", "V"));
  }

  /**
   * The producer knows V, so that its records wait there; alerts it does not know, and they wait
   * before it.
   */
  @Test
  void recordsWaitInOrderWhileTheBrokerIsAway() {
    KafkaDispatcher dispatcher = started(Map.of());
    dispatch(dispatcher, RecordBuilder.numberedRecords("warm-up", 1)).await(LIMIT);
    broker.kill();
    List<OutcomeLog> logs = new ArrayList<>();
    for (String vin : List.of("vehicle-1", "vehicle-2")) {
      List<TelemetryRecord> records = RecordBuilder.numberedRecords(vin, 300);
      for (int from = 0; from < records.size(); from += 100) {
        logs.add(dispatch(dispatcher, records.subList(from, from + 100)));
      }
    }
    List<TelemetryRecord> alerts =
        List.of(RecordBuilder.alerts().txid("1").build(), RecordBuilder.alerts().txid("2").build());
    OutcomeLog alertsLog = dispatch(dispatcher, alerts);

    Awaitility.await().atMost(LIMIT).until(() -> !dispatcher.health().up());
    assertTrue(logs.stream().noneMatch(OutcomeLog::isComplete), "an outcome without a broker");
    assertFalse(alertsLog.isComplete(), "an outcome without a broker");
    // A record that is being offered is counted on both sides for that moment.
    Awaitility.await().atMost(LIMIT).until(() -> fixture.gauge("total") == 602);

    broker.start();
    logs.forEach(log -> log.await(LIMIT).assertAll(Outcome.STORED));
    alertsLog.await(LIMIT).assertAll(Outcome.STORED);
    for (String vin : List.of("vehicle-1", "vehicle-2")) {
      List<String> expected =
          RecordBuilder.numberedRecords(vin, 300).stream().map(TelemetryRecord::txidText).toList();
      assertEquals(expected, txids("V", vin));
    }
    assertEquals(List.of("1", "2"), txids("alerts", RecordBuilder.VIN));
    assertTrue(dispatcher.health().up(), () -> dispatcher.health().detail());
  }

  @Test
  void startsWithoutABroker() {
    broker.kill();
    KafkaDispatcher dispatcher = started(Map.of());
    OutcomeLog log = dispatch(dispatcher, RecordBuilder.numberedRecords("vehicle-3", 10));
    assertFalse(dispatcher.health().up());
    broker.start();
    log.await(LIMIT).assertAll(Outcome.STORED);
  }

  @Test
  void startsThoughNoNameResolvesAndFailsRecordsInTime() {
    KafkaDispatcher dispatcher =
        started(Map.of("bootstrap.servers", "no-broker.invalid:9092", "message.timeout.ms", 1000));
    DispatcherHealth health = dispatcher.health();
    assertFalse(health.up());
    assertEquals(
        "no broker's name resolves: no-broker.invalid:9092; 0 records wait", health.detail());
    dispatch(dispatcher, RecordBuilder.numberedRecords("vehicle-4", 10))
        .await(LIMIT)
        .assertAll(Outcome.FAILED);
    assertEquals(10, fixture.count("kafka_err"));
  }

  @Test
  void refusesToStartWithSettingsThatNeverWork() throws Exception {
    String store = Files.createFile(directory.resolve("store")).toString();
    Future<Void> start =
        dispatcher(Map.of("ssl.keystore.location", store, "security.protocol", "ssl")).start();
    Awaitility.await().atMost(LIMIT).until(start::isComplete);
    assertTrue(start.failed());
    String message = start.cause().getMessage();
    assertTrue(message.startsWith("kafka: "), message);
    assertTrue(message.contains("key store password is not specified"), message);
  }

  @Test
  void logsInWithSasl() {
    KafkaDispatcher dispatcher =
        started(
            Map.of(
                "bootstrap.servers",
                broker.saslBootstrapServers(),
                "security.protocol",
                "sasl_plaintext",
                "sasl.mechanisms",
                "PLAIN",
                "sasl.username",
                KafkaBroker.SASL_USERNAME,
                "sasl.password",
                broker.saslPassword()));
    dispatch(dispatcher, RecordBuilder.numberedRecords("vehicle-5", 1))
        .await(LIMIT)
        .assertAll(Outcome.STORED);
  }

  @Test
  void connectsWithTlsAndItsCertificate() throws Exception {
    Map<String, Object> tls = tls(broker.authority());
    dispatch(started(tls), RecordBuilder.numberedRecords("vehicle-6", 1))
        .await(LIMIT)
        .assertAll(Outcome.STORED);
  }

  @Test
  void refusesToStartWhenTheBrokerIsNotTheOneThatIsTrusted() throws Exception {
    Map<String, Object> tls = tls(TestPki.authority("another"));
    Future<Void> start = dispatcher(tls).start();
    Awaitility.await().atMost(LIMIT).until(start::isComplete);
    assertTrue(start.failed());
    assertTrue(start.cause().getMessage().startsWith("kafka: the broker refuses us: "));

    tls.put("enable.ssl.certificate.verification", "false");
    dispatch(started(tls), RecordBuilder.numberedRecords("vehicle-7", 1))
        .await(LIMIT)
        .assertAll(Outcome.STORED);
  }

  private Map<String, Object> tls(Credential trusted) throws Exception {
    Credential client = TestPki.vehicle("fleet", broker.authority());
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("bootstrap.servers", broker.tlsBootstrapServers());
    settings.put("security.protocol", "ssl");
    Path authority = TestPki.writeCertificates(directory.resolve("ca.pem"), trusted);
    settings.put("ssl.ca.location", authority.toString());
    Path certificate = TestPki.writeCertificates(directory.resolve("cert.pem"), client);
    settings.put("ssl.certificate.location", certificate.toString());
    Path key = TestPki.writeKey(directory.resolve("key.pem"), client.key());
    settings.put("ssl.key.pem", Files.readString(key));
    return settings;
  }

  private KafkaDispatcher dispatcher(Map<String, ?> more) {
    KafkaDispatcher dispatcher =
        new KafkaDispatcher(KafkaFixture.settings(broker, more), fixture.context);
    dispatchers.add(dispatcher);
    return dispatcher;
  }

  private KafkaDispatcher started(Map<String, ?> more) {
    KafkaDispatcher dispatcher = dispatcher(more);
    await(dispatcher.start());
    return dispatcher;
  }

  private static OutcomeLog dispatch(KafkaDispatcher dispatcher, List<TelemetryRecord> records) {
    OutcomeLog log = new OutcomeLog(records.size());
    dispatcher.dispatch(records, log);
    return log;
  }

  private List<ConsumerRecord<byte[], byte[]>> read(String type) {
    return broker.read(fixture.context.topic(type));
  }

  private List<String> txids(String type, String vin) {
    return read(type).stream()
        .filter(message -> text(message.key()).equals(vin))
        .map(message -> text(message.headers().lastHeader("txid").value()))
        .toList();
  }

  private static void await(Future<Void> future) {
    Awaitility.await().atMost(LIMIT).until(future::isComplete);
    assertTrue(future.succeeded(), () -> String.valueOf(future.cause()));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
