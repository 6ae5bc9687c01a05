package io.fleettelemetry.dispatch.redis;

import io.fleettelemetry.dispatch.Dispatcher;
import io.fleettelemetry.dispatch.DispatcherContext;
import io.fleettelemetry.dispatch.DispatcherHealth;
import io.fleettelemetry.dispatch.ErrorLog;
import io.fleettelemetry.dispatch.Outcomes;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands records to Redis, as messages to subscribers or as entries of streams. A record is stored
 * when Redis has answered that it has done all of it. The order of one vehicle's records is kept.
 *
 * <p>{@link #dispatch} never blocks. While no server can be reached records wait here, each at most
 * for the publish time-out, and then fail; how many there may be is bounded by what the ingest side
 * lets be in flight.
 */
public final class RedisDispatcher implements Dispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(RedisDispatcher.class);

  private final RedisSettings settings;
  private final DispatcherContext context;
  private final LettuceOptions options;
  private final Commands commands;
  private final Settlements settlements;
  private volatile Masters masters;
  private volatile Pipeline pipeline;

  /**
   * A dispatcher that is not started: it has no thread and no connection.
   *
   * @throws io.fleettelemetry.config.RefusedConfigException when a TLS file cannot be used
   */
  public RedisDispatcher(RedisSettings settings, DispatcherContext context) {
    this.settings = settings;
    this.context = context;
    Topics topics = new Topics(context::topic);
    options = new LettuceOptions(settings.target());
    commands = Commands.of(settings.mode(), topics);
    settlements =
        new Settlements(
            context, topics, commands, new ErrorLog(LOG, "redis_err", System::nanoTime));
  }

  /**
   * Connects. Fails with the server's reason when it refuses us, at once, and when none is reached
   * within the start time-out.
   */
  @Override
  public Future<Void> start() {
    masters = new LettuceMasters(options);
    pipeline = new Pipeline(masters, commands, settlements, settings);
    return pipeline
        .start(settings.target().describe(), settings.startTimeout())
        .onSuccess(
            started ->
                LOG.atInfo()
                    .addKeyValue("addrs", settings.target().describe())
                    .addKeyValue("namespace", context.namespace())
                    .log("redis_registered"));
  }

  @Override
  public void dispatch(List<TelemetryRecord> records, Outcomes outcomes) {
    long deadline = System.nanoTime() + settings.publishTimeout().toNanos();
    List<Delivery> deliveries = new ArrayList<>(records.size());
    for (int i = 0; i < records.size(); i++) {
      TelemetryRecord record = records.get(i);
      int slot = masters.slot(commands.key(record));
      deliveries.add(new Delivery(record, i, outcomes, slot, deadline));
    }
    pipeline.add(deliveries);
  }

  /** Sends and waits for as long as it may; what then has no answer has failed. */
  @Override
  public Future<Void> stop(Duration limit) {
    Pipeline started = pipeline;
    return started == null ? Future.succeededFuture() : started.stop(limit);
  }

  @Override
  public DispatcherHealth health() {
    Pipeline started = pipeline;
    if (started == null) {
      return new DispatcherHealth(false, "not started");
    }
    Optional<String> problem = started.problem();
    if (problem.isPresent()) {
      return new DispatcherHealth(false, problem.get() + "; " + started.size() + " records wait");
    }
    Optional<String> failure = settlements.lastFailure();
    return new DispatcherHealth(
        failure.isEmpty(), failure.orElse("connected to " + settings.target().describe()));
  }
}
