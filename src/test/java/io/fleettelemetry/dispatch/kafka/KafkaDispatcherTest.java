package io.fleettelemetry.dispatch.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.config.Problems;
import io.fleettelemetry.config.Problems.Problem;
import io.fleettelemetry.config.RefusedConfigException;
import io.fleettelemetry.config.Section;
import io.fleettelemetry.dispatch.DispatcherContext;
import io.fleettelemetry.metrics.Metrics;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.LogCapture;
import io.fleettelemetry.testing.OutcomeLog;
import io.fleettelemetry.testing.RecordBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the dispatcher does with a producer's answers that a broker does not give on demand. */
class KafkaDispatcherTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final KafkaFixture fixture = new KafkaFixture();
  private final Queue<Optional<FakeProducer>> producers = new ConcurrentLinkedQueue<>();
  private final LogCapture log = LogCapture.of(KafkaDispatcher.class);
  private KafkaDispatcher dispatcher;

  @BeforeEach
  void createDispatcher() {
    dispatcher = dispatcher(Map.of());
  }

  @AfterEach
  void stop() {
    await(dispatcher.stop(LIMIT));
    log.close();
  }

  @Test
  void topicsThatKafkaNeverTakesAreRefusedBeforeAnythingIsOpened() {
    RefusedConfigException refusal =
        assertThrows(RefusedConfigException.class, () -> dispatcher("my fleet", "V", "a/b"));
    String rule = "kafka takes letters, digits, '.', '_' and '-' in a topic, 249 at most";
    assertEquals(
        List.of(
            new Problem("records.V", "", "makes the topic my fleet_V: " + rule),
            new Problem("records.a/b", "", "makes the topic my fleet_a/b: " + rule)),
        refusal.problems().stream().sorted(Comparator.comparing(Problem::path)).toList());
    assertThrows(RefusedConfigException.class, () -> dispatcher("n".repeat(248), "V"));
    dispatcher("n".repeat(247), "V");
    dispatcher("", "V");
  }

  private static KafkaDispatcher dispatcher(String namespace, String... types) {
    return new KafkaDispatcher(
        KafkaSettings.read(
            Section.of("kafka", Map.of("bootstrap.servers", "b:1"), Map.of(), new Problems())),
        new DispatcherContext(
            null,
            new Metrics(new SimpleMeterRegistry(), Set.of(types), Set.of()),
            namespace,
            Set.of(types),
            Set.of()));
  }

  @Test
  void recordsThatTheProducerDoesNotTakeWaitInOrder() {
    FakeProducer producer = producer();
    await(dispatcher.start());
    producer.refusal = new TimeoutException("metadata");
    OutcomeLog first = dispatch(0, 10);
    OutcomeLog second = dispatch(10, 20);
    assertEquals(List.of(), producer.txids());
    assertEquals(20, fixture.gauge("buffer"));
    assertEquals(0, fixture.count("kafka_produce_total", "record_type", "V"));

    producer.refusal = null;
    Awaitility.await().atMost(LIMIT).until(() -> producer.txids().size() == 20);
    assertEquals(numbers(0, 20), producer.txids());
    producer.confirmAll();
    first.await(LIMIT).assertAll(Outcome.STORED);
    second.await(LIMIT).assertAll(Outcome.STORED);
  }

  @Test
  void oneTopicThatCannotBeHadHoldsBackNoOther() {
    FakeProducer producer = producer();
    await(dispatcher.start());
    producer.refusal = new TimeoutException("metadata");
    OutcomeLog waiting = dispatch(0, 1);
    producer.refusedTopic = fixture.context.topic("V");
    OutcomeLog alerts = new OutcomeLog(1);
    dispatcher.dispatch(List.of(RecordBuilder.alerts().build()), alerts);
    producer.confirmAll();
    alerts.await(LIMIT).assertAll(Outcome.STORED);
    assertFalse(waiting.isComplete());
    producer.refusal = null;
    Awaitility.await().atMost(LIMIT).until(() -> fixture.gauge("buffer") == 0);
  }

  @Test
  void whatWaitsTooLongFails() {
    dispatcher = dispatcher(Map.of("message.timeout.ms", 100, "linger.ms", 0));
    FakeProducer producer = producer();
    await(dispatcher.start());
    producer.refusal = new TimeoutException("Topic t not present in metadata");
    dispatch(0, 10).await(LIMIT).assertAll(Outcome.FAILED);
    assertEquals(10, fixture.count("kafka_err"));
    assertEquals(1, log.named("kafka_err").size());
  }

  @Test
  void theProducerHoldsNoMoreThanTheSettingsAllow() {
    dispatcher = dispatcher(Map.of("queue.buffering.max.messages", 3));
    FakeProducer producer = producer();
    await(dispatcher.start());
    OutcomeLog outcomes = dispatch(0, 5);
    assertEquals(numbers(0, 3), producer.txids());
    producer.confirmAll();
    Awaitility.await().atMost(LIMIT).until(() -> producer.txids().size() == 5);
    producer.confirmAll();
    outcomes.await(LIMIT).assertAll(Outcome.STORED);
    assertEquals(numbers(0, 5), producer.txids());
  }

  @Test
  void aProducerThatCannotGoOnIsReplacedWhenItHasEndedWhatItHolds() {
    FakeProducer old = producer();
    FakeProducer next = producer();
    await(dispatcher.start());
    OutcomeLog first = dispatch(0, 2);
    old.fail(new OutOfOrderSequenceException("gap"));
    OutcomeLog second = dispatch(2, 4);
    Awaitility.await().atMost(LIMIT).until(() -> next.txids().size() == 2);
    assertTrue(old.closed());
    assertEquals(numbers(0, 2), old.txids());
    next.confirmAll();
    second.await(LIMIT).assertAll(Outcome.STORED);
    // The other record that the old one held has the outcome that its close gave it.
    assertEquals(List.of(Outcome.FAILED, Outcome.FAILED), first.await(LIMIT).outcomes());
  }

  /** The client keeps a record that it throws for: it ends once all the same. */
  @Test
  void aProducerThatThrowsAfterTakingEndsARecordOnce() {
    FakeProducer old = producer();
    FakeProducer next = producer();
    await(dispatcher.start());
    old.thrownAfterTaking = new KafkaException("in an error state");
    OutcomeLog outcomes = dispatch(0, 2);
    Awaitility.await().atMost(LIMIT).until(() -> next.txids().size() == 1);
    next.confirmAll();
    assertEquals(List.of(Outcome.FAILED, Outcome.STORED), outcomes.await(LIMIT).outcomes());
    Awaitility.await().atMost(LIMIT).until(() -> fixture.gauge("total") == 0);
  }

  /** A compression whose native library cannot be loaded is an error and no exception. */
  @Test
  void anErrorOfTheClientFailsTheRecordAndHoldsBackNoOther() {
    FakeProducer producer = producer();
    await(dispatcher.start());
    producer.refusal = new TimeoutException("metadata");
    OutcomeLog waiting = dispatch(0, 2);
    producer.error = new NoClassDefFoundError("com/github/luben/zstd/Zstd");
    waiting.await(LIMIT).assertAll(Outcome.FAILED);
    dispatch(2, 4).await(LIMIT).assertAll(Outcome.FAILED);
    String reported = String.valueOf(LogCapture.fields(log.await("kafka_err")).get("error"));
    assertTrue(reported.contains("luben/zstd"), reported);
    assertEquals(0, fixture.gauge("total"));

    producer.refusal = null;
    producer.error = null;
    OutcomeLog later = dispatch(4, 6);
    producer.confirmAll();
    later.await(LIMIT).assertAll(Outcome.STORED);
  }

  @Test
  void aNameThatResolvesLaterOpensTheProducerThen() {
    producers.add(Optional.empty());
    await(dispatcher.start());
    assertTrue(dispatcher.health().detail().startsWith("no broker's name resolves"));
    OutcomeLog outcomes = dispatch(0, 3);
    FakeProducer producer = producer();
    Awaitility.await().atMost(LIMIT).until(() -> producer.txids().size() == 3);
    producer.confirmAll();
    outcomes.await(LIMIT).assertAll(Outcome.STORED);
  }

  @Test
  void settingsThatTheClientRefusesRefuseTheStart() {
    dispatcher =
        new KafkaDispatcher(
            KafkaFixture.settings(Map.of("bootstrap.servers", "b1")),
            fixture.context,
            settings -> {
              throw new KafkaException("Failed to construct", new ConfigException("no such store"));
            });
    Future<Void> start = dispatcher.start();
    Awaitility.await().atMost(LIMIT).until(start::isComplete);
    assertEquals("kafka: no such store", start.cause().getMessage());
  }

  @Test
  void stopFailsWhatNobodyTakes() {
    dispatcher = dispatcher(Map.of("message.timeout.ms", 500));
    FakeProducer producer = producer();
    await(dispatcher.start());
    producer.refusal = new TimeoutException("metadata");
    OutcomeLog outcomes = dispatch(0, 3);
    await(dispatcher.stop(LIMIT));
    assertTrue(outcomes.isComplete());
    outcomes.assertAll(Outcome.FAILED);
    assertTrue(producer.closed());
  }

  /** Records are waited for five minutes unless their time-out is set. */
  @Test
  void stopFailsInItsTimeWhatNobodyTakes() {
    dispatcher = dispatcher(Map.of());
    FakeProducer producer = producer();
    await(dispatcher.start());
    producer.refusal = new TimeoutException("metadata");
    OutcomeLog outcomes = dispatch(0, 3);
    await(dispatcher.stop(Duration.ofMillis(500)));
    assertTrue(outcomes.isComplete());
    outcomes.assertAll(Outcome.FAILED);
  }

  private KafkaDispatcher dispatcher(Map<String, Object> more) {
    Map<String, Object> values = new HashMap<>(more);
    values.put("bootstrap.servers", "b1");
    return new KafkaDispatcher(
        KafkaFixture.settings(values),
        fixture.context,
        settings -> {
          Optional<FakeProducer> producer = producers.poll();
          return producer == null
              ? Optional.empty()
              : producer.map(fake -> (Producer<byte[], byte[]>) fake);
        });
  }

  private FakeProducer producer() {
    FakeProducer producer = new FakeProducer();
    producers.add(Optional.of(producer));
    return producer;
  }

  private OutcomeLog dispatch(int from, int to) {
    List<TelemetryRecord> records =
        numbers(from, to).stream().map(txid -> RecordBuilder.v().txid(txid).build()).toList();
    OutcomeLog outcomes = new OutcomeLog(records.size());
    dispatcher.dispatch(records, outcomes);
    return outcomes;
  }

  private static List<String> numbers(int from, int to) {
    return Stream.iterate(from, i -> i < to, i -> i + 1).map(String::valueOf).toList();
  }

  private static void await(Future<Void> future) {
    Awaitility.await().atMost(LIMIT).until(future::isComplete);
    assertTrue(future.succeeded(), () -> String.valueOf(future.cause()));
  }

  /** The client's own mock, which also refuses records as the client does, on the same thread. */
  private static final class FakeProducer extends MockProducer<byte[], byte[]> {

    volatile RuntimeException refusal;
    volatile String refusedTopic;
    volatile KafkaException thrownAfterTaking;
    volatile Error error;

    FakeProducer() {
      super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public synchronized java.util.concurrent.Future<RecordMetadata> send(
        ProducerRecord<byte[], byte[]> message, Callback callback) {
      if (error != null) {
        throw error;
      }
      boolean refused = refusedTopic == null || refusedTopic.equals(message.topic());
      if (refusal != null && refused) {
        callback.onCompletion(null, refusal);
        return CompletableFuture.failedFuture(refusal);
      }
      java.util.concurrent.Future<RecordMetadata> future = super.send(message, callback);
      if (thrownAfterTaking != null) {
        throw thrownAfterTaking;
      }
      return future;
    }

    /** As the client: what was not confirmed fails. */
    @Override
    public synchronized void close(Duration timeout) {
      while (errorNext(new KafkaException("Producer is closed forcefully."))) {
        // The next one.
      }
      super.close(timeout);
    }

    void fail(RuntimeException error) {
      errorNext(error);
    }

    void confirmAll() {
      while (completeNext()) {
        // The next one.
      }
    }

    List<String> txids() {
      List<String> txids = new ArrayList<>();
      for (ProducerRecord<byte[], byte[]> message : history()) {
        byte[] txid = message.headers().lastHeader("txid").value();
        txids.add(new String(txid, StandardCharsets.UTF_8));
      }
      return txids;
    }
  }
}
