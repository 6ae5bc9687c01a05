package io.fleettelemetry.dispatch.file;

import io.fleettelemetry.metrics.Metrics;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends lines: makes room in the queue, counts, and tells the outcome. Thread-safe. */
final class Settlements {

  private static final Logger LOG = LoggerFactory.getLogger(FileDispatcher.class);
  private static final String DISPATCHER = "file";
  private static final long REFUSAL_LINE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Metrics metrics;
  private final LineQueue queue;
  private final AtomicLong nextRefusalLine = new AtomicLong(System.nanoTime());

  Settlements(Metrics metrics, LineQueue queue) {
    this.metrics = metrics;
    this.queue = queue;
  }

  /** The disk has these. */
  void stored(List<Line> lines) {
    lines.forEach(line -> end(line, Outcome.STORED));
  }

  /** These were not stored in time. */
  void failed(List<Line> lines) {
    for (Line line : lines) {
      error(line.type());
      end(line, Outcome.FAILED);
    }
  }

  private void end(Line line, Outcome outcome) {
    queue.release(line);
    line.settle(outcome);
  }

  /** The disk refused what was written to it. */
  void error(RecordType type) {
    metrics.dispatcherError(DISPATCHER, type);
  }

  /**
   * A record that has no line will never have one. At most one in ten seconds is logged.
   *
   * @param reason for an operator
   */
  void refused(TelemetryRecord record, String reason) {
    error(record.type());
    long now = System.nanoTime();
    long next = nextRefusalLine.get();
    if (now - next >= 0 && nextRefusalLine.compareAndSet(next, now + REFUSAL_LINE_NANOS)) {
      LOG.atError()
          .addKeyValue("vin", record.vin())
          .addKeyValue("record_type", record.type())
          .addKeyValue("txid", record.txidText())
          .addKeyValue("error", reason)
          .log("file_err");
    }
  }
}
