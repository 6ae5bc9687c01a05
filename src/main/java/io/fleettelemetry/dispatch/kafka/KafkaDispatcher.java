package io.fleettelemetry.dispatch.kafka;

import io.fleettelemetry.dispatch.Dispatcher;
import io.fleettelemetry.dispatch.DispatcherContext;
import io.fleettelemetry.dispatch.DispatcherHealth;
import io.fleettelemetry.dispatch.ErrorLog;
import io.fleettelemetry.dispatch.Outcomes;
import io.fleettelemetry.metrics.KafkaMetrics;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands records to Kafka: topic {@code <namespace>_<type>}, the VIN as key, the payload as value,
 * the metadata as headers. A record is stored when the broker has confirmed it as the settings ask
 * for. The order of one vehicle's records is kept.
 *
 * <p>{@link #dispatch} never blocks. While no broker can be reached records wait here and in the
 * producer, each at most for the delivery time-out, and then fail.
 */
public final class KafkaDispatcher implements Dispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaDispatcher.class);

  private final DispatcherContext context;
  private final Map<String, TopicQueue> queues = new ConcurrentHashMap<>();
  private final Settlements settlements;
  private final ProducerLink link;
  private final Pump pump;

  /**
   * A dispatcher that is not started: it has no thread and no connection.
   *
   * @throws io.fleettelemetry.config.RefusedConfigException when Kafka would never take one of the
   *     topics
   */
  public KafkaDispatcher(KafkaSettings settings, DispatcherContext context) {
    this(settings, context, Producers::kafka);
  }

  KafkaDispatcher(KafkaSettings settings, DispatcherContext context, Producers producers) {
    TopicNames.check(context);
    this.context = context;
    ErrorLog errors = new ErrorLog(LOG, "kafka_err", System::nanoTime);
    settlements = new Settlements(context, errors);
    link = new ProducerLink(settings, producers, settlements, this::wake);
    pump = new Pump(link, queues.values(), settlements, errors, settings.deliveryTimeout());
    context.recordTypes().forEach(this::queue);
  }

  /**
   * Opens the producer. Fails with the client's or the broker's reason when either refuses the
   * settings; succeeds without a broker, also when no name resolves, and keeps trying.
   */
  @Override
  public Future<Void> start() {
    KafkaMetrics metrics = context.metrics().kafka();
    metrics.queueSize("total", () -> link.held() + (double) waiting());
    metrics.queueSize("buffer", this::waiting);
    // What librdkafka reports waits for nobody here: it is taken on the producer's own thread.
    metrics.queueSize("events", () -> 0);
    return pump.start()
        .onSuccess(
            started ->
                LOG.atInfo()
                    .addKeyValue("bootstrap_servers", link.servers())
                    .addKeyValue("namespace", context.namespace())
                    .log("kafka_registered"));
  }

  @Override
  public void dispatch(List<TelemetryRecord> records, Outcomes outcomes) {
    TopicQueue queue = queue(records.get(0).type().name());
    long now = System.nanoTime();
    boolean begins = false;
    for (int i = 0; i < records.size(); i++) {
      begins |= queue.add(new Delivery(records.get(i), i, outcomes, now, link));
    }
    if (begins) {
      wake();
    }
  }

  /** Hands over and flushes for as long as it may, or until no record could be stored in time. */
  @Override
  public Future<Void> stop(Duration limit) {
    return pump.stop(limit);
  }

  @Override
  public DispatcherHealth health() {
    if (!link.isConnected()) {
      return new DispatcherHealth(false, link.problem() + "; " + waiting() + " records wait");
    }
    Optional<String> failure = settlements.lastFailure();
    return new DispatcherHealth(
        failure.isEmpty(), failure.orElse("connected to " + link.servers()));
  }

  private TopicQueue queue(String recordType) {
    return queues.computeIfAbsent(recordType, type -> new TopicQueue(context.topic(type), link));
  }

  private int waiting() {
    return queues.values().stream().mapToInt(TopicQueue::size).sum();
  }

  private void wake() {
    pump.wake();
  }
}
