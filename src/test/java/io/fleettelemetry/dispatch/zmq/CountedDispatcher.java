package io.fleettelemetry.dispatch.zmq;

import io.fleettelemetry.dispatch.Dispatcher;
import io.fleettelemetry.dispatch.DispatcherHealth;
import io.fleettelemetry.dispatch.Outcomes;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * A dispatcher that is started only when someone subscribes to it, and that counts what it says is
 * stored: so many messages a subscriber to all must get.
 */
final class CountedDispatcher implements Dispatcher {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Dispatcher dispatcher;
  private final AtomicInteger stored = new AtomicInteger();

  CountedDispatcher(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  int stored() {
    return stored.get();
  }

  @Override
  public Future<Void> start() {
    Future<Void> start = dispatcher.start();
    Awaitility.await("the end of the start").atMost(LIMIT).until(start::isComplete);
    if (start.succeeded()) {
      Awaitility.await("a subscription")
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> health().detail().endsWith("subscribed to: 1"));
    }
    return start;
  }

  @Override
  public void dispatch(List<TelemetryRecord> records, Outcomes outcomes) {
    dispatcher.dispatch(
        records,
        (index, outcome) -> {
          stored.addAndGet(outcome == Outcome.STORED ? 1 : 0);
          outcomes.settle(index, outcome);
        });
  }

  @Override
  public Future<Void> stop(Duration limit) {
    return dispatcher.stop(limit);
  }

  @Override
  public DispatcherHealth health() {
    return dispatcher.health();
  }
}
