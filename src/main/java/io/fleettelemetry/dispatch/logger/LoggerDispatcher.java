package io.fleettelemetry.dispatch.logger;

import io.fleettelemetry.dispatch.Dispatcher;
import io.fleettelemetry.dispatch.DispatcherHealth;
import io.fleettelemetry.dispatch.Outcomes;
import io.fleettelemetry.logging.RawJson;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes each record to the log, which is always there: every record ends as stored. Not so a dead
 * letter that the log's level leaves out: its line is all that would be left of it.
 */
public final class LoggerDispatcher implements Dispatcher {

  private static final Logger log = LoggerFactory.getLogger(LoggerDispatcher.class);
  private static final DispatcherHealth UP = new DispatcherHealth(true, "writes to the log");

  private final RecordText text;

  /** Logs as the settings say. */
  public LoggerDispatcher(LoggerSettings settings) {
    text = new RecordText(settings.verbose(), log);
  }

  /** Succeeds at once, on the calling thread. */
  @Override
  public Future<Void> start() {
    return Future.succeededFuture();
  }

  @Override
  public void dispatch(List<TelemetryRecord> records, Outcomes outcomes) {
    for (int i = 0; i < records.size(); i++) {
      outcomes.settle(i, dispatch(records.get(i)));
    }
  }

  private Outcome dispatch(TelemetryRecord record) {
    boolean deadLetter = record.type().equals(RecordType.DEAD_LETTER);
    Level level = deadLetter ? Level.WARN : Level.INFO;
    boolean written = log.isEnabledForLevel(level);
    if (written) {
      write(level, record);
    }
    return written || !deadLetter ? Outcome.STORED : Outcome.FAILED;
  }

  private void write(Level level, TelemetryRecord record) {
    log.atLevel(level)
        .addKeyValue("vin", record.vin())
        .addKeyValue("metadata", new RawJson(RecordText.metadata(record)))
        .addKeyValue("data", new RawJson(text.data(record)))
        .log("record_payload");
  }

  /** Succeeds at once, on the calling thread: every record had its outcome when it was taken. */
  @Override
  public Future<Void> stop(Duration limit) {
    return Future.succeededFuture();
  }

  @Override
  public DispatcherHealth health() {
    return UP;
  }
}
