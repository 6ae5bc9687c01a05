package io.fleettelemetry.dispatch.redis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.fleettelemetry.dispatch.Dispatcher;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.LogCapture;
import io.fleettelemetry.testing.OutcomeLog;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.RedisServer;
import io.fleettelemetry.testing.RedisSubscriber;
import io.fleettelemetry.testing.RedisSubscriber.Message;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisDispatcherIT {

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String VIN = "5YJ3E1EA0NF000001";
  private static final String PREFIX = RedisServer.ALLOWED + "subscribers";
  private static final long DISTANT = 4_000_000_000L;
  private static final int BATCH = 50;

  private final RedisServer server = RedisServer.shared();
  private final RedisFixture fixture = new RedisFixture();
  private final List<Dispatcher> started = new ArrayList<>();

  @AfterEach
  void stopAll() {
    server.start();
    started.forEach(dispatcher -> await(dispatcher.stop(LIMIT)));
  }

  @Test
  void membersGetARecordInTheirOrderAndTheVehiclesChannelIsLast() {
    addSubscriber("second", DISTANT + 1);
    addSubscriber("first", DISTANT);
    addSubscriber("expired", 1_700_000_000L);
    TelemetryRecord record = RecordBuilder.v().payload(allBytes()).build();
    try (RedisSubscriber subscriber = new RedisSubscriber(List.of(server))) {
      assertEquals(List.of(Outcome.STORED), dispatch(start(subscribers(true)), record));
      String own = fixture.topic("V", VIN);
      List<Message> messages =
          subscriber.all().stream()
              .filter(message -> Arrays.equals(record.payload(), message.payload()))
              .toList();
      assertEquals(
          List.of("first", "second", own), messages.stream().map(Message::channel).toList());
    }
    assertEquals("first\nsecond", server.cli("ZRANGE", set(), "0", "-1"));
    assertEquals(3, fixture.count("redis_publish_total"));
    assertEquals(3 * 256, fixture.count("redis_publish_total_bytes"));
    assertEquals(1, fixture.count("redis_reliable_ack_total"));
  }

  @Test
  void aRecordWithoutAnySubscriberIsStored() {
    TelemetryRecord record = RecordBuilder.v().build();
    assertEquals(List.of(Outcome.STORED), dispatch(start(subscribers(false)), record));
    assertEquals(0, fixture.count("redis_publish_total"));
    assertEquals(1, fixture.count("redis_reliable_ack_total"));
  }

  @Test
  void aChannelThatWeMayNotUseRefusesTheRecord() {
    addSubscriber("forbidden", DISTANT);
    Map<String, Object> settings = subscribers(true);
    settings.put("username", RedisServer.USER);
    settings.put("password", server.password());
    try (LogCapture log = LogCapture.of(RedisDispatcher.class)) {
      TelemetryRecord record = RecordBuilder.v().txid("tx-9").build();
      assertEquals(List.of(Outcome.REFUSED), dispatch(start(settings), record));
      List<ILoggingEvent> lines = log.named("redis_err");
      assertEquals(1, lines.size());
      Map<String, Object> fields = new LinkedHashMap<>(LogCapture.fields(lines.get(0)));
      assertTrue(
          fields.remove("error").toString().contains("publish to the channel"), fields.toString());
      assertEquals(
          Map.of(
              "kind",
              "NOPERM",
              "topic",
              fixture.context.topic("V"),
              "count",
              1L,
              "channel",
              set(),
              "vin",
              VIN,
              "tx_type",
              "V",
              "txid",
              "tx-9"),
          fields);
    }
    assertEquals(1, fixture.count("redis_err"));
    assertEquals(0, fixture.count("redis_publish_total"));
  }

  @Test
  void anEntryOfAStreamIsTheMetadataAndThePayload() {
    TelemetryRecord record = RecordBuilder.v().payload(allBytes()).build();
    assertEquals(
        List.of(Outcome.STORED),
        dispatch(start(Map.of("mode", "stream", "publish_vin_topics", false)), record));
    List<Map<String, byte[]>> entries = server.stream(fixture.context.topic("V"));
    assertEquals(1, entries.size());
    Map<String, byte[]> expected = new LinkedHashMap<>();
    record.forEachMetadata(expected::put);
    expected.put("payload", record.payload());
    Map<String, byte[]> entry = entries.get(0);
    assertEquals(List.copyOf(expected.keySet()), List.copyOf(entry.keySet()));
    expected.forEach((name, value) -> assertArrayEquals(value, entry.get(name), name));
    assertEquals(1, fixture.count("redis_publish_total"));
  }

  @Test
  void aStreamKeepsAboutAsManyEntriesAsAskedFor() {
    Dispatcher dispatcher = start(Map.of("mode", "stream", "stream_maxlen", 100));
    dispatchAll(dispatcher, RecordBuilder.numberedRecords(VIN, 1000)).forEach(this::assertStored);
    int length = Integer.parseInt(server.cli("XLEN", fixture.topic("V", VIN)));
    assertTrue(length >= 100 && length < 1000, length + " entries");
  }

  @Test
  void orderHoldsAndNothingIsLostWhenConnectionsBreakUnderLoad() {
    Dispatcher dispatcher = start(Map.of("mode", "stream", "publish_timeout", "60s"));
    List<TelemetryRecord> records = RecordBuilder.numberedRecords(VIN, 4_000);
    List<OutcomeLog> logs = dispatchAll(dispatcher, records);
    int broken = 0;
    for (int batch = 0; batch < logs.size() / 2; batch += 10) {
      logs.get(batch).await(LIMIT);
      broken += Integer.parseInt(server.cli("CLIENT", "KILL", "TYPE", "normal"));
    }
    assertNotEquals(0, broken);
    logs.forEach(this::assertStored);
    List<String> expected = records.stream().map(TelemetryRecord::txidText).toList();
    assertEquals(expected, streamed().stream().distinct().toList());
  }

  @Test
  void whatWasAcknowledgedIsThereAfterTheServerWasKilled() {
    server.cli("CONFIG", "SET", "appendfsync", "always");
    Dispatcher dispatcher = start(Map.of("mode", "stream", "publish_timeout", "60s"));
    List<TelemetryRecord> records = RecordBuilder.numberedRecords(VIN, 5_000);
    List<OutcomeLog> logs = new ArrayList<>();
    logs.addAll(dispatchAll(dispatcher, records.subList(0, 2_500)));
    Awaitility.await("the first outcome").atMost(LIMIT).until(logs.get(0)::isComplete);
    server.kill();
    logs.addAll(dispatchAll(dispatcher, records.subList(2_500, 5_000)));
    server.start();
    Set<String> acknowledged = new HashSet<>();
    for (int i = 0; i < logs.size(); i++) {
      List<Outcome> outcomes = logs.get(i).await(LIMIT).outcomes();
      for (int j = 0; j < outcomes.size(); j++) {
        if (outcomes.get(j) == Outcome.STORED) {
          acknowledged.add(records.get(i * BATCH + j).txidText());
        }
      }
    }
    assertEquals(records.size(), acknowledged.size());
    List<String> streamed = streamed();
    acknowledged.removeAll(streamed);
    assertEquals(Set.of(), acknowledged);
    List<String> expected = records.stream().map(TelemetryRecord::txidText).toList();
    assertEquals(expected, streamed.stream().distinct().toList());
  }

  @Test
  void aServerThatHangsFailsRecordsAndTakesOthersAfterwards() {
    Dispatcher dispatcher =
        start(Map.of("mode", "stream", "publish_timeout", "500ms", "read_timeout", "250ms"));
    TelemetryRecord[] records =
        RecordBuilder.numberedRecords(VIN, 3).toArray(TelemetryRecord[]::new);
    server.pause();
    try {
      assertEquals(List.of(Outcome.FAILED), dispatch(dispatcher, records[0]));
      assertFalse(dispatcher.health().up());
    } finally {
      server.resume();
    }
    Awaitility.await("a record that is stored")
        .atMost(LIMIT)
        .until(() -> dispatch(dispatcher, records[1]).equals(List.of(Outcome.STORED)));
    assertTrue(dispatcher.health().up());
  }

  @Test
  void aServerWithAnotherNameIsRefused() {
    Map<String, Object> tls = new HashMap<>();
    tls.put("tls", Map.of("ca_file", server.authorityFile().toString()));
    for (String name : List.of("", "other.test")) {
      tls.put("override_tls_server_name", name);
      Dispatcher dispatcher = fixture.dispatcher(List.of("127.0.0.1:" + server.tlsPort()), tls);
      Future<Void> start = dispatcher.start();
      Awaitility.await("the end of the start").atMost(LIMIT).until(start::isComplete);
      await(dispatcher.stop(LIMIT));
      assertTrue(start.failed(), "with the name " + name);
      String message = start.cause().getMessage();
      assertTrue(message.contains("No subject alternative"), message);
    }
  }

  @Test
  void theDatabaseIsChosen() {
    Dispatcher dispatcher = start(Map.of("mode", "stream", "db", 3));
    assertEquals(List.of(Outcome.STORED), dispatch(dispatcher, RecordBuilder.v().build()));
    assertEquals("1", server.cli("-n", "3", "EXISTS", fixture.topic("V", VIN)));
  }

  private Map<String, Object> subscribers(boolean vinTopics) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("subscriber_set_prefix", PREFIX);
    settings.put("publish_vin_topics", vinTopics);
    return settings;
  }

  private String set() {
    return PREFIX + "_" + fixture.topic("V", VIN);
  }

  private void addSubscriber(String channel, long until) {
    server.cli("ZADD", set(), Long.toString(until), channel);
  }

  private static byte[] allBytes() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  private Dispatcher start(Map<String, ?> settings) {
    Dispatcher dispatcher = fixture.dispatcher(server, settings);
    started.add(dispatcher);
    await(dispatcher.start());
    return dispatcher;
  }

  private static void await(Future<Void> future) {
    Awaitility.await("a start or a stop").atMost(LIMIT).until(future::isComplete);
    if (future.failed()) {
      throw new AssertionError(future.cause());
    }
  }

  private static List<Outcome> dispatch(Dispatcher dispatcher, TelemetryRecord record) {
    OutcomeLog log = new OutcomeLog(1);
    dispatcher.dispatch(List.of(record), log);
    return log.await(LIMIT).outcomes();
  }

  /** In batches of {@value #BATCH}. */
  private static List<OutcomeLog> dispatchAll(
      Dispatcher dispatcher, List<TelemetryRecord> records) {
    List<OutcomeLog> logs = new ArrayList<>();
    for (int from = 0; from < records.size(); from += BATCH) {
      List<TelemetryRecord> batch = records.subList(from, Math.min(from + BATCH, records.size()));
      OutcomeLog log = new OutcomeLog(batch.size());
      dispatcher.dispatch(batch, log);
      logs.add(log);
    }
    return logs;
  }

  private void assertStored(OutcomeLog log) {
    log.await(LIMIT).assertAll(Outcome.STORED);
  }

  /** The txids in the vehicle's stream, in their order, those that are there twice too. */
  private List<String> streamed() {
    return server.stream(fixture.topic("V", VIN)).stream()
        .map(entry -> new String(entry.get("txid"), StandardCharsets.UTF_8))
        .toList();
  }
}
