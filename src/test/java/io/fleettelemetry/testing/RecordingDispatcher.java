package io.fleettelemetry.testing;

import io.fleettelemetry.dispatch.Dispatcher;
import io.fleettelemetry.dispatch.DispatcherHealth;
import io.fleettelemetry.dispatch.Outcomes;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** Keeps every record in memory, in the order in which they come, and stores each one at once. */
public final class RecordingDispatcher implements Dispatcher {

  private final List<TelemetryRecord> records = new CopyOnWriteArrayList<>();
  private final AtomicInteger starts = new AtomicInteger();
  private final AtomicInteger stops = new AtomicInteger();

  @Override
  public Future<Void> start() {
    starts.incrementAndGet();
    return Future.succeededFuture();
  }

  @Override
  public void dispatch(List<TelemetryRecord> batch, Outcomes outcomes) {
    records.addAll(batch);
    for (int i = 0; i < batch.size(); i++) {
      outcomes.settle(i, Outcome.STORED);
    }
  }

  @Override
  public Future<Void> stop(Duration limit) {
    stops.incrementAndGet();
    return Future.succeededFuture();
  }

  @Override
  public DispatcherHealth health() {
    return new DispatcherHealth(true, records.size() + " records kept");
  }

  /** What came so far. */
  public List<TelemetryRecord> records() {
    return List.copyOf(records);
  }

  /** Waits until this many records have come, and returns all. */
  public List<TelemetryRecord> await(int count) {
    Awaitility.await("records of the recording dispatcher")
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> records.size() >= count);
    return records();
  }

  /** Waits for a record of this txid and returns the first. */
  public TelemetryRecord await(String txid) {
    return Awaitility.await("the record " + txid)
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(1))
        .until(() -> find(txid), Optional::isPresent)
        .orElseThrow();
  }

  private Optional<TelemetryRecord> find(String txid) {
    return records.stream().filter(record -> record.txidText().equals(txid)).findFirst();
  }

  public int starts() {
    return starts.get();
  }

  public int stops() {
    return stops.get();
  }
}
