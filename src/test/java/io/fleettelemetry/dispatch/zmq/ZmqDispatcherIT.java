package io.fleettelemetry.dispatch.zmq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.LogCapture;
import io.fleettelemetry.testing.OutcomeLog;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.ZmqSubscriber;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ZmqDispatcherIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int NEVER_FULL = 500;
  private static final byte[] LARGE = new byte[1 << 20];

  private final ZmqFixture fixture = new ZmqFixture();
  private final List<ZmqSubscriber> subscribers = new ArrayList<>();
  private final LogCapture log = LogCapture.of(ZmqDispatcher.class);
  private ZmqDispatcher dispatcher;

  @AfterEach
  void close() {
    subscribers.forEach(ZmqSubscriber::close);
    await("the stop", dispatcher.stop(LIMIT)::isComplete);
    fixture.close();
    log.close();
  }

  @Test
  void onlyAClientWithAKeyThatIsAllowedReads() {
    CurveKeyPair strangerKeys = CurveKeyPair.generate();
    ZmqSubscriber plain = subscriber("", Optional.empty());
    start(fixture.encrypted(Map.of("verbose", true)));
    await("the plain one is refused", () -> hasEvent("EVENT_DISCONNECTED"));
    ZmqSubscriber stranger = subscriber("", Optional.of(fixture.subscriberKeys(strangerKeys)));
    await("the stranger is refused", () -> hasLine("zmq_subscriber_refused", strangerKeys));
    assertEquals("bound to " + fixture.address + "; topics subscribed to: 0", detail());

    ZmqSubscriber client = subscriber("", Optional.of(fixture.subscriberKeys(fixture.clientKeys)));
    awaitSubscriptions(1);
    assertTrue(hasLine("zmq_subscriber_admitted", fixture.clientKeys));
    TelemetryRecord record = RecordBuilder.v().build();
    assertEquals(Outcome.STORED, publish(record));
    await("the record", () -> !client.received().isEmpty());
    assertArrayEquals(record.payload(), client.received().get(0).payload());
    assertEquals(List.of(), stranger.received());
    assertEquals(List.of(), plain.received());
  }

  @Test
  void twoFramesOfWhatIsSubscribedTo() {
    ZmqSubscriber alerts = subscriber("tt_a", Optional.empty());
    start(fixture.plain(Map.of("verbose", true)));
    awaitSubscriptions(1);
    TelemetryRecord alert = RecordBuilder.alerts().build();
    TelemetryRecord signals = RecordBuilder.v().build();
    assertEquals(Outcome.STORED, publish(signals));
    assertEquals(Outcome.STORED, publish(alert));
    await("the alert", () -> !alerts.received().isEmpty());
    assertEquals(1, alerts.received().size());
    assertEquals("tt_alerts", alerts.received().get(0).topic());
    assertArrayEquals(alert.payload(), alerts.received().get(0).payload());

    assertEquals(1, fixture.count("zmq_publish_total", "V"));
    assertEquals(
        "tt_V".length() + signals.payload().length, fixture.count("zmq_publish_total_bytes", "V"));
    assertEquals(1, fixture.count("zmq_reliable_ack_total", "V"));
    assertEquals(1, fixture.count("zmq_publish_total", "alerts"));
    assertEquals(0, fixture.count("zmq_reliable_ack_total", "alerts"));

    assertTrue(hasEvent("EVENT_LISTENING"));
    Map<String, Object> accepted = event("EVENT_ACCEPTED");
    assertEquals(fixture.address, accepted.get("addr"));
    assertTrue(accepted.get("value").toString().startsWith("/127.0.0.1:"), accepted::toString);
  }

  @Test
  void withoutVerboseEventsAreNotLogged() {
    subscriber("", Optional.empty());
    start(fixture.plain(Map.of()));
    awaitSubscriptions(1);
    assertEquals(List.of(), log.named("zmq_socket_event"));
  }

  @Test
  void aSlowSubscriberFailsRecordsAndNoneGetsAPartOfThem() {
    ZmqSubscriber slow = subscriber("tt_V", Optional.empty());
    ZmqSubscriber quick = subscriber("tt_", Optional.empty());
    start(fixture.plain(Map.of("send_hwm", 2, "publish_timeout_ms", 200)));
    awaitSubscriptions(2);
    slow.pause();
    int stored = publishUntilFull();
    double failed = fixture.count("zmq_err", "V");
    assertTrue(failed >= 1, "counted failures");
    assertEquals("Full", LogCapture.fields(log.await("zmq_dispatch_error")).get("kind"));
    assertFalse(dispatcher.health().up());

    slow.resume();
    await(
        "room again",
        () -> publish(RecordBuilder.v().payload(new byte[] {1}).build()) == Outcome.STORED);
    assertTrue(dispatcher.health().up());
    List<String> expected = new ArrayList<>(Collections.nCopies(stored, ""));
    expected.add("01");
    for (ZmqSubscriber each : List.of(slow, quick)) {
      await("all that was stored", () -> each.received().size() >= expected.size());
      assertEquals(expected, each.received().stream().map(ZmqSubscriber.Message::hex).toList());
    }
  }

  @Test
  void aSubscriberThatIsGoneHoldsNobody() {
    ZmqSubscriber gone = subscriber("tt_V", Optional.empty());
    start(fixture.plain(Map.of("send_hwm", 2, "publish_timeout_ms", 200)));
    awaitSubscriptions(1);
    gone.pause();
    publishUntilFull();
    gone.kill();
    await("the end of its subscription", () -> detail(0));
    assertEquals(Outcome.STORED, publish(RecordBuilder.v().build()));
  }

  @Test
  void theStopSendsOnWhatTheSocketHolds() {
    ZmqSubscriber subscriber = subscriber("", Optional.empty());
    start(fixture.plain(Map.of()));
    awaitSubscriptions(1);
    subscriber.pause();
    int count = 30;
    for (int i = 0; i < count; i++) {
      assertEquals(Outcome.STORED, publish(RecordBuilder.v().payload(LARGE).build()));
    }
    Future<Void> stop = dispatcher.stop(LIMIT);
    subscriber.resume();
    await("the stop", stop::isComplete);
    await("all that was stored", () -> subscriber.received().size() == count);
  }

  @Test
  void anAddressInUseFailsTheStart() {
    start(fixture.plain(Map.of()));
    ZmqDispatcher second = new ZmqDispatcher(fixture.plain(Map.of()), fixture.context);
    Future<Void> start = second.start();
    await("the end of the start", start::isComplete);
    assertEquals(
        "zmq: cannot bind " + fixture.address + ": Address already in use",
        start.cause().getMessage());
    assertFalse(second.health().up());
    await("the stop", second.stop(LIMIT)::isComplete);
  }

  @Test
  void aNameThatIsNoInterfaceFailsTheStart() {
    dispatcher =
        new ZmqDispatcher(
            fixture.plain(Map.of("addr", "tcp://no-such-host.invalid:1")), fixture.context);
    Future<Void> start = dispatcher.start();
    await("the end of the start", start::isComplete);
    String message = String.valueOf(start.cause().getMessage());
    assertTrue(message.startsWith("zmq: cannot bind tcp://no-such-host.invalid:1: "), message);
  }

  @Test
  void anInterfaceHasAnAddress() {
    start(fixture.plain(Map.of("addr", "tcp://lo:*")));
    assertTrue(detail().matches("bound to tcp://127\\.0\\.0\\.1:\\d+; .*"), detail());
  }

  private void start(ZmqSettings settings) {
    dispatcher = new ZmqDispatcher(settings, fixture.context);
    Future<Void> start = dispatcher.start();
    await("the start", start::isComplete);
    assertTrue(start.succeeded(), () -> String.valueOf(start.cause()));
  }

  private ZmqSubscriber subscriber(String prefix, Optional<ZmqSubscriber.Keys> keys) {
    ZmqSubscriber subscriber = ZmqSubscriber.start(fixture.address, prefix, keys);
    subscribers.add(subscriber);
    return subscriber;
  }

  private Outcome publish(TelemetryRecord record) {
    OutcomeLog outcomes = new OutcomeLog(1);
    dispatcher.dispatch(List.of(record), outcomes);
    return outcomes.await(LIMIT).outcomes().get(0);
  }

  /** How many large records were stored before one was not. */
  private int publishUntilFull() {
    int stored = 0;
    TelemetryRecord large = RecordBuilder.of(RecordType.V.name()).payload(LARGE).build();
    while (publish(large) == Outcome.STORED) {
      stored++;
      assertTrue(stored < NEVER_FULL, "never full");
    }
    return stored;
  }

  private String detail() {
    return dispatcher.health().detail();
  }

  private boolean detail(int subscriptions) {
    return detail().endsWith("subscribed to: " + subscriptions);
  }

  private void awaitSubscriptions(int count) {
    await(count + " subscriptions", () -> detail(count));
  }

  private boolean hasLine(String name, CurveKeyPair key) {
    return log.named(name).stream()
        .anyMatch(line -> key.publicKey().equals(LogCapture.fields(line).get("public_key")));
  }

  private boolean hasEvent(String type) {
    return !event(type).isEmpty();
  }

  private Map<String, Object> event(String type) {
    for (ILoggingEvent line : log.named("zmq_socket_event")) {
      Map<String, Object> fields = LogCapture.fields(line);
      if (type.equals(fields.get("event_type"))) {
        return fields;
      }
    }
    return Map.of();
  }

  private static void await(String what, BooleanSupplier condition) {
    Awaitility.await(what)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(10))
        .until(condition::getAsBoolean);
  }
}
