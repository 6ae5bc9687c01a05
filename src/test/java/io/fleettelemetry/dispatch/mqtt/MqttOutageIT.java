package io.fleettelemetry.dispatch.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.MqttBroker;
import io.fleettelemetry.testing.MqttSubscriber;
import io.fleettelemetry.testing.OutcomeLog;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.TcpBalancer;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A broker that is killed while records come, and is there again. Its subscriber is connected
 * whenever the dispatcher is: of what it misses otherwise nobody here can know.
 */
class MqttOutageIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int BEFORE = 400;
  private static final int ALL = 2_000;
  private static final int BATCH = 20;
  private static final String VIN = "outage";

  @ParameterizedTest
  @CsvSource({"3.1.1, 1", "5, 2"})
  void whatWasStoredReachedTheSubscriberInItsOrder(String version, int qos) throws Exception {
    MqttBroker broker = MqttBroker.shared();
    try (MqttFixture fixture = new MqttFixture();
        MqttSubscriber subscriber = MqttSubscriber.startListening(broker, fixture.base + "/#");
        TcpBalancer way = TcpBalancer.start()) {
      way.add(broker.port());
      Map<String, Object> settings =
          Map.of(
              "broker",
              "127.0.0.1:" + way.port(),
              "protocol_version",
              version,
              "qos",
              qos,
              "publish_timeout_ms",
              50_000);
      MqttDispatcher dispatcher =
          new MqttDispatcher(fixture.settings(broker, settings), fixture.context);
      await(dispatcher.start());
      List<TelemetryRecord> records = RecordBuilder.numberedRecords(VIN, ALL);
      List<OutcomeLog> logs = dispatch(dispatcher, records.subList(0, BEFORE));
      Awaitility.await("some that are stored").atMost(LIMIT).until(() -> logs.get(0).isComplete());
      logs.addAll(dispatch(dispatcher, records.subList(BEFORE, ALL)));
      way.remove(broker.port());
      broker.kill();
      assertTrue(logs.stream().anyMatch(log -> !log.isComplete()), "all was over too soon");
      broker.start();
      subscriber.awaitSubscribed();
      way.add(broker.port());
      logs.forEach(log -> log.await(LIMIT).assertAll(Outcome.STORED));
      assertAllInOrder(numbers(subscriber));
      await(dispatcher.stop(LIMIT));
    } finally {
      broker.start();
    }
  }

  private static List<OutcomeLog> dispatch(
      MqttDispatcher dispatcher, List<TelemetryRecord> records) {
    List<OutcomeLog> logs = new ArrayList<>();
    for (int from = 0; from < records.size(); from += BATCH) {
      OutcomeLog log = new OutcomeLog(BATCH);
      dispatcher.dispatch(records.subList(from, from + BATCH), log);
      logs.add(log);
    }
    return logs;
  }

  /** Some may have come twice: it is the last time that counts for who shows the latest value. */
  private static void assertAllInOrder(List<Integer> numbers) {
    Set<Integer> byLastTime = new LinkedHashSet<>();
    for (int number : numbers) {
      byLastTime.remove(number);
      byLastTime.add(number);
    }
    assertEquals(IntStream.range(0, ALL).boxed().toList(), List.copyOf(byLastTime));
  }

  private static List<Integer> numbers(MqttSubscriber subscriber) {
    return subscriber.received().stream()
        .map(message -> Integer.valueOf(new String(message.payload(), UTF_8)))
        .toList();
  }

  private static void await(Future<Void> future) throws Exception {
    future.toCompletionStage().toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }
}
