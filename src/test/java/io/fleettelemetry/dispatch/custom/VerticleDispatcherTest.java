package io.fleettelemetry.dispatch.custom;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.dispatch.DispatcherContext;
import io.fleettelemetry.metrics.Metrics;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.LogCapture;
import io.fleettelemetry.testing.OutcomeLog;
import io.fleettelemetry.testing.RecordBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.spi.VerticleFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a verticle gets, and what its replies mean. It comes from a factory of another language. */
@Timeout(60)
class VerticleDispatcherTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Queue<Message<Buffer>> messages = new ConcurrentLinkedQueue<>();
  private final AtomicInteger stopped = new AtomicInteger();
  private LogCapture log;

  @BeforeEach
  void captureLog() {
    log = LogCapture.of(VerticleDispatcher.class);
  }

  @AfterEach
  void close() {
    log.close();
    vertx.close().await();
  }

  @Test
  void theMessageIsTheRecord() {
    TelemetryRecord record =
        RecordBuilder.v()
            .vin("VIN1")
            .txid(new byte[] {'t', (byte) 0xff})
            .payload("{}".getBytes(UTF_8))
            .createdAtSeconds(1_764_000_000)
            .clientVersion("2026.8")
            .build();
    VerticleDispatcher dispatcher = started(1, 10, this::reply);
    dispatch(dispatcher, List.of(record)).assertAll(Outcome.STORED);
    // One message: what the dispatcher asks at its start reaches no verticle.
    assertEquals(1, messages.size());
    Message<Buffer> message = messages.remove();
    assertArrayEquals(record.payload(), message.body().getBytes());
    assertEquals("VIN1", message.headers().get("vin"));
    assertEquals("t\ufffd", message.headers().get("txid"));
    assertEquals("V", message.headers().get("txtype"));
    assertEquals("1764000000000", message.headers().get("timestamp"));
    assertEquals(Long.toString(record.receivedAtMillis()), message.headers().get("receivedat"));
    assertEquals("0", message.headers().get("version"));
    assertEquals("2026.8", message.headers().get("device_client_version"));
    assertEquals(7, message.headers().size());
    assertEquals(1, count("mine_publish_total"));
    assertEquals(2, count("mine_publish_total_bytes"));
    assertEquals(1, count("mine_reliable_ack_total"));
    assertEquals(0, count("mine_err"));
  }

  @Test
  void theCodeOfAFailureSaysWhetherItIsForGood() {
    int[] codes = {399, 400, 499, 500, 0, -1};
    AtomicInteger next = new AtomicInteger();
    VerticleDispatcher dispatcher =
        started(1, 10, message -> message.fail(codes[next.getAndIncrement()], "because"));
    OutcomeLog outcomes = dispatch(dispatcher, RecordBuilder.numberedRecords("VIN1", codes.length));
    assertEquals(
        List.of(
            Outcome.FAILED,
            Outcome.REFUSED,
            Outcome.REFUSED,
            Outcome.FAILED,
            Outcome.FAILED,
            Outcome.FAILED),
        outcomes.outcomes());
    assertEquals(codes.length, count("mine_err"));
    assertEquals(
        List.of(
            "the verticle failed the record with 399: because",
            "the verticle failed the record with 400: because"),
        log.named("mine_err").stream().map(line -> LogCapture.fields(line).get("error")).toList());
  }

  @Test
  void whatNobodyConsumesAnyMoreHasFailed() {
    VerticleDispatcher dispatcher = started(1, 10, this::reply);
    vertx.deploymentIDs().forEach(id -> vertx.undeploy(id).await());
    dispatch(dispatcher, RecordBuilder.numberedRecords("VIN1", 1)).assertAll(Outcome.FAILED);
    assertEquals("nobody consumes telemetry.V.mine", dispatcher.health().detail());
    assertFalse(dispatcher.health().up());
  }

  @Test
  void theVerticleHasNoMoreThanItMay() {
    VerticleDispatcher dispatcher = started(1, 3, messages::add);
    OutcomeLog outcomes = new OutcomeLog(10);
    dispatcher.dispatch(RecordBuilder.numberedRecords("VIN1", 10), outcomes);
    for (int answered = 0; answered < 10; answered++) {
      int left = Math.min(3, 10 - answered);
      Awaitility.await().atMost(LIMIT).until(() -> messages.size() == left);
      assertEquals(left, messages.size());
      messages.remove().reply(null);
    }
    outcomes.await(LIMIT).assertAll(Outcome.STORED);
  }

  @Test
  void severalInstancesHaveOneRecordOfAVehicleAtATime() {
    VerticleDispatcher dispatcher = started(4, 100, messages::add);
    List<TelemetryRecord> records = new ArrayList<>(RecordBuilder.numberedRecords("VIN1", 3));
    records.addAll(RecordBuilder.numberedRecords("VIN2", 3));
    OutcomeLog outcomes = new OutcomeLog(6);
    dispatcher.dispatch(records, outcomes);
    for (int round = 0; round < 3; round++) {
      Awaitility.await().atMost(LIMIT).until(() -> messages.size() == 2);
      assertEquals(
          Set.of(txid("VIN1", round), txid("VIN2", round)),
          Set.copyOf(messages.stream().map(message -> message.headers().get("txid")).toList()));
      List<Message<Buffer>> had = List.copyOf(messages);
      messages.clear();
      had.forEach(message -> message.reply(null));
    }
    outcomes.await(LIMIT).assertAll(Outcome.STORED);
  }

  private static String txid(String vin, int round) {
    return new String(RecordBuilder.numberedRecords(vin, 3).get(round).txid(), UTF_8);
  }

  @Test
  void itBlocksAThreadOfItsOwnUnlessItIsToldNotTo() {
    List<String> threads = new ArrayList<>();
    for (boolean worker : new boolean[] {true, false}) {
      factory(() -> verticle(message -> message.reply(threads.add(thread()))));
      VerticleDispatcher dispatcher = dispatcher(1, 10, worker, LIMIT);
      dispatcher.start().await();
      dispatch(dispatcher, RecordBuilder.numberedRecords("VIN1", 1)).assertAll(Outcome.STORED);
      dispatcher.stop(LIMIT).await();
    }
    assertEquals(List.of("verticle-mine worker", "event loop"), threads);
  }

  private static String thread() {
    String name = Thread.currentThread().getName();
    return Context.isOnEventLoopThread()
        ? "event loop"
        : name.replaceFirst("-\\d+$", "") + " worker";
  }

  @Test
  void aStopEndsTheVerticle() {
    VerticleDispatcher dispatcher = started(2, 10, this::reply);
    dispatcher.stop(LIMIT).await();
    assertEquals(2, stopped.get());
    assertEquals(Set.of(), vertx.deploymentIDs());
  }

  @Test
  void aVerticleThatConsumesAnotherAddressDoesNotStart() {
    factory(() -> verticle("telemetry.V.mime", this::reply));
    VerticleDispatcher dispatcher = dispatcher(1, 10, true, LIMIT);
    assertEquals(
        "the verticle test:it has started and does not consume telemetry.V.mine",
        startFailure(dispatcher));
    assertTrue(dispatcher.health().detail().endsWith("telemetry.V.mine"));
    dispatcher.stop(LIMIT).await();
    assertEquals(Set.of(), vertx.deploymentIDs());
  }

  @Test
  void aVerticleThatDoesNotStartInTimeEndsTheStart() {
    Promise<Void> starting = Promise.promise();
    factory(
        () ->
            new VerticleBase() {
              @Override
              public Future<?> start() {
                return starting.future();
              }
            });
    VerticleDispatcher dispatcher = dispatcher(1, 10, true, Duration.ofSeconds(1));
    assertEquals("the verticle test:it has not started within 1 s", startFailure(dispatcher));
    dispatcher.stop(LIMIT).await();
    starting.complete();
    Awaitility.await().atMost(LIMIT).until(() -> vertx.deploymentIDs().isEmpty());
  }

  @Test
  void aVerticleThatRefusesToStartSaysWhy() {
    factory(
        () ->
            new VerticleBase() {
              @Override
              public Future<?> start() {
                throw new IllegalStateException("wrong password");
              }
            });
    assertEquals(
        "the verticle test:it cannot be deployed: java.lang.IllegalStateException: wrong password",
        startFailure(dispatcher(1, 10, true, LIMIT)));
  }

  private static String startFailure(VerticleDispatcher dispatcher) {
    return assertThrows(IllegalStateException.class, () -> join(dispatcher.start())).getMessage();
  }

  /** Whatever it fails with, as an exception with this message. */
  private static void join(Future<Void> start) {
    start.recover(e -> Future.failedFuture(new IllegalStateException(e.getMessage()))).await();
  }

  private void reply(Message<Buffer> message) {
    messages.add(message);
    message.reply(null);
  }

  private VerticleDispatcher started(
      int instances, int maxInFlight, Consumer<Message<Buffer>> handler) {
    factory(() -> verticle(handler));
    VerticleDispatcher dispatcher = dispatcher(instances, maxInFlight, true, LIMIT);
    dispatcher.start().await();
    return dispatcher;
  }

  private VerticleDispatcher dispatcher(
      int instances, int maxInFlight, boolean worker, Duration startTimeout) {
    CustomSettings settings =
        new CustomSettings(
            "mine", "test:it", instances, worker, startTimeout, LIMIT, maxInFlight, Map.of());
    Set<String> types = Set.of("V");
    Metrics metrics = new Metrics(registry, types, Set.of());
    return new VerticleDispatcher(
        settings, new DispatcherContext(vertx, metrics, "", types, types));
  }

  private OutcomeLog dispatch(VerticleDispatcher dispatcher, List<TelemetryRecord> records) {
    OutcomeLog outcomes = new OutcomeLog(records.size());
    dispatcher.dispatch(records, outcomes);
    return outcomes.await(LIMIT);
  }

  private double count(String meter) {
    return registry.find(meter).counters().stream().mapToDouble(c -> c.count()).sum();
  }

  private Deployable verticle(Consumer<Message<Buffer>> handler) {
    return verticle("telemetry.V.mine", handler);
  }

  private Deployable verticle(String address, Consumer<Message<Buffer>> handler) {
    return new VerticleBase() {
      @Override
      public Future<?> start() {
        return vertx.eventBus().<Buffer>consumer(address, handler::accept).completion();
      }

      @Override
      public Future<?> stop() {
        stopped.incrementAndGet();
        return Future.succeededFuture();
      }
    };
  }

  /** What takes {@code test:} from now on. */
  private void factory(Supplier<Deployable> verticles) {
    vertx.verticleFactories().stream()
        .filter(factory -> factory.prefix().equals("test"))
        .forEach(vertx::unregisterVerticleFactory);
    vertx.registerVerticleFactory(
        new VerticleFactory() {
          @Override
          public String prefix() {
            return "test";
          }

          @Override
          public void createVerticle2(
              String name, ClassLoader loader, Promise<Callable<? extends Deployable>> promise) {
            promise.complete(verticles::get);
          }
        });
  }
}
