package io.fleettelemetry.dispatch.file;

import io.fleettelemetry.dispatch.Dispatcher;
import io.fleettelemetry.dispatch.DispatcherContext;
import io.fleettelemetry.dispatch.DispatcherHealth;
import io.fleettelemetry.dispatch.Outcomes;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records to files on the local disk: lines of JSON, in a directory for each day. A record
 * is stored when the disk has confirmed it (fsync); records that come at about the same time share
 * one. The order in which records come is the order in which they are in the files.
 *
 * <p>{@link #dispatch} blocks while the disk is slower than the records come. What the disk refuses
 * is tried again for a minute and then fails.
 */
public final class FileDispatcher implements Dispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(FileDispatcher.class);

  private final FileSettings settings;
  private final Limits limits;
  private final LineQueue queue;
  private final Settlements settlements;
  private final StoreHealth health;
  private final GroupWriter writer;

  /** A dispatcher that is not started: it has no thread and has not touched the disk. */
  public FileDispatcher(FileSettings settings, DispatcherContext context) {
    this(settings, context, DiskFile.in(settings.directory()), Clock.systemUTC(), Limits.DEFAULT);
  }

  FileDispatcher(
      FileSettings settings,
      DispatcherContext context,
      RecordFile.Opener opener,
      Clock clock,
      Limits limits) {
    this.settings = settings;
    this.limits = limits;
    queue = new LineQueue(limits.queueBytes(), settings.fsyncWait());
    settlements = new Settlements(context.metrics(), queue);
    health = new StoreHealth(settings.directory());
    Store store = new Store(settings, opener, clock);
    writer = new GroupWriter(queue, store, settlements, health, limits);
  }

  /** Fails when the directory cannot be made or written to, or belongs to another server. */
  @Override
  public Future<Void> start() {
    return writer
        .start()
        .onSuccess(
            started ->
                LOG.atInfo()
                    .addKeyValue("directory", settings.directory().toAbsolutePath().toString())
                    .addKeyValue("fsync_ms", settings.fsyncWait().toMillis())
                    .log("file_registered"));
  }

  @Override
  public void dispatch(List<TelemetryRecord> records, Outcomes outcomes) {
    long now = System.nanoTime();
    for (int i = 0; i < records.size(); i++) {
      TelemetryRecord record = records.get(i);
      byte[] line = line(record);
      if (line == null) {
        outcomes.settle(i, Outcome.REFUSED);
      } else if (!put(new Line(line, record.type(), i, outcomes, now))) {
        settlements.error(record.type());
        outcomes.settle(i, Outcome.FAILED);
      }
    }
  }

  /** The record's line; null when it has none that could be stored, which is then logged. */
  private byte[] line(TelemetryRecord record) {
    try {
      byte[] line = RecordLine.of(record);
      if (line.length <= limits.queueBytes()) {
        return line;
      }
      settlements.refused(
          record,
          "its line has %d bytes, more than %d".formatted(line.length, limits.queueBytes()));
    } catch (RuntimeException e) {
      // One record that cannot be written must not keep others from being stored.
      settlements.refused(record, "it cannot be written as a line: " + e);
    }
    return null;
  }

  private boolean put(Line line) {
    try {
      return queue.put(line);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Writes what waits and closes the store, half of the time for each; what the disk refuses now
   * fails at once. Fails when the disk does not answer at all.
   */
  @Override
  public Future<Void> stop(Duration limit) {
    return writer
        .stop(limit.dividedBy(2))
        .timeout(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS)
        .recover(e -> Future.failedFuture("file: " + health().detail()));
  }

  @Override
  public DispatcherHealth health() {
    return health.state(queue::held);
  }
}
