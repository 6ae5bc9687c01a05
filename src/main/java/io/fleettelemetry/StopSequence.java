package io.fleettelemetry;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a server that have been started; stopped one after the other, in the opposite order.
 * Thread-safe.
 */
final class StopSequence {

  private static final Logger LOG = LoggerFactory.getLogger(StopSequence.class);

  private final List<Supplier<Future<Void>>> steps = new CopyOnWriteArrayList<>();
  private final AtomicBoolean running = new AtomicBoolean();
  private final Promise<Void> done = Promise.promise();

  /** Adds what stops the part that was just started. */
  void add(Supplier<Future<Void>> step) {
    steps.add(step);
  }

  /**
   * Stops all parts, once, however often it is called.
   *
   * @return succeeds when all are stopped, whatever failed on the way; completes on any thread
   */
  Future<Void> run() {
    if (running.compareAndSet(false, true)) {
      Future<Void> stopped = Future.succeededFuture();
      for (int i = steps.size() - 1; i >= 0; i--) {
        Supplier<Future<Void>> step = steps.get(i);
        stopped = stopped.transform(before -> step.get()).recover(StopSequence::logFailure);
      }
      stopped.onComplete(last -> LOG.atInfo().log("stopped_server")).onComplete(done);
    }
    return done.future();
  }

  private static Future<Void> logFailure(Throwable cause) {
    LOG.atError().setCause(cause).log("stop_error");
    return Future.succeededFuture();
  }
}
