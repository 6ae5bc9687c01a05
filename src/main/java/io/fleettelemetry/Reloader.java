package io.fleettelemetry;

import io.fleettelemetry.ReloadTarget.Taken;
import io.fleettelemetry.config.ConfigSource;
import io.fleettelemetry.config.Loading;
import io.fleettelemetry.config.Problems.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Takes changes of the configuration and of the files that it names up: when it is asked to, and
 * when it sees them, by looking at the content of the files now and then. One reload after the
 * other; of those that are asked for meanwhile, one. Everything happens on one event loop but the
 * reading, which a worker thread does.
 */
final class Reloader {

  /** What made it reload. */
  enum Trigger {
    SIGNAL,
    FILE
  }

  /** Files that change again and again while they are read are left to the next look. */
  private static final int ATTEMPTS = 3;

  /** How long files must have been the same before they are read. */
  private static final long SETTLE_MILLIS = 200;

  private final Vertx vertx;
  private final ConfigSource source;
  private final ReloadTarget target;
  private final ReloadReport report;
  private final ContextInternal context;

  /** What was read last and taken over; its files are looked at. */
  private Loading.Loaded current;

  /**
   * The files before they were read. None at first: what changed while the server started is seen
   * at the first look.
   */
  private Fingerprint seen = Fingerprint.of(List.of());

  private boolean failing;
  private boolean busy;
  private boolean asked;
  private volatile boolean closed;

  /**
   * One that does nothing yet.
   *
   * @param started what {@code target} runs with
   */
  Reloader(
      Vertx vertx,
      ConfigSource source,
      Loading.Loaded started,
      ReloadTarget target,
      ReloadReport report) {
    this.vertx = vertx;
    this.source = source;
    this.target = target;
    this.report = report;
    this.current = started;
    // Of no verticle, whose end would end it as well.
    this.context = ((VertxInternal) vertx).createEventLoopContext();
  }

  /**
   * Looks at the files from now on.
   *
   * @param interval between two looks; zero is never
   */
  void watch(Duration interval) {
    if (!interval.isZero()) {
      context.runOnContext(v -> lookAfter(interval));
    }
  }

  private void lookAfter(Duration interval) {
    long timer =
        vertx.setPeriodic(
            interval.toMillis(),
            id -> {
              if (closed) {
                vertx.cancelTimer(id);
              } else {
                look();
              }
            });
    if (closed) {
      vertx.cancelTimer(timer);
    }
  }

  /** Reads everything again, on any thread. */
  void reload() {
    context.runOnContext(v -> ask());
  }

  /** Starts nothing more; what is being read is dropped. On any thread. */
  void close() {
    closed = true;
  }

  private void ask() {
    if (busy) {
      asked = true;
    } else {
      alone(() -> fingerprint().compose(before -> reload(Trigger.SIGNAL, before, ATTEMPTS)));
    }
  }

  private void look() {
    if (!busy) {
      alone(
          () ->
              fingerprint()
                  .compose(
                      now -> {
                        if (now.equals(seen)) {
                          return failing
                              ? reload(Trigger.FILE, now, ATTEMPTS)
                              : Future.succeededFuture();
                        }
                        return settled(now);
                      }));
    }
  }

  /** A list that is half written cannot be told from a whole one, but by what follows. */
  private Future<Void> settled(Fingerprint changed) {
    return here(vertx.timer(SETTLE_MILLIS, TimeUnit.MILLISECONDS))
        .compose(later -> fingerprint())
        .compose(
            now ->
                now.equals(changed)
                    ? reload(Trigger.FILE, now, ATTEMPTS)
                    // It is looked at again in a while.
                    : Future.succeededFuture());
  }

  private void alone(Supplier<Future<Void>> task) {
    if (closed) {
      return;
    }
    busy = true;
    task.get()
        .onFailure(
            defect -> {
              if (!closed) {
                report.defect(defect);
              }
            })
        .onComplete(
            done -> {
              busy = false;
              if (asked) {
                asked = false;
                ask();
              }
            });
  }

  private Future<Fingerprint> fingerprint() {
    return here(vertx.executeBlocking(() -> Fingerprint.of(Reloadable.files(source, current))));
  }

  private Future<Void> reload(Trigger trigger, Fingerprint before, int attempts) {
    return here(vertx.executeBlocking(source.reading()::get))
        .compose(
            loading -> {
              if (closed) {
                return Future.succeededFuture();
              }
              return loading instanceof Loading.Loaded loaded
                  ? take(trigger, before, loaded, attempts)
                  : refused(trigger, before, ((Loading.Refused) loading).errors(), attempts);
            });
  }

  private Future<Void> take(
      Trigger trigger, Fingerprint before, Loading.Loaded loaded, int attempts) {
    return here(target.take(loaded.config()))
        .compose(
            taken -> {
              if (taken instanceof Taken.Refused refused) {
                return refused(trigger, before, refused.problems(), attempts);
              }
              current = loaded;
              // What has changed since is seen at the next look.
              seen = before;
              failing = false;
              Taken.Changed changed = (Taken.Changed) taken;
              report.taken(trigger, changed.parts(), loaded.with(changed.warnings()));
              return Future.succeededFuture();
            });
  }

  /**
   * Files that have changed while they were read may not have fitted together for that alone.
   * Otherwise it is tried again at each look, since it may be for a file that is yet to come.
   */
  private Future<Void> refused(
      Trigger trigger, Fingerprint before, List<Problem> problems, int attempts) {
    return fingerprint()
        .compose(
            after -> {
              if (!after.equals(before) && attempts > 1 && !closed) {
                return reload(trigger, after, attempts - 1);
              }
              seen = after;
              failing = true;
              report.refused(trigger, after, problems);
              return Future.succeededFuture();
            });
  }

  /** The same, completing on the event loop of this. */
  private <T> Future<T> here(Future<T> future) {
    Promise<T> promise = context.promise();
    future.onComplete(promise);
    return promise.future();
  }
}
