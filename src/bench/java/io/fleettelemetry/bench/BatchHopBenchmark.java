package io.fleettelemetry.bench;

import io.fleettelemetry.bus.Addresses;
import io.fleettelemetry.bus.BatchPublisher;
import io.fleettelemetry.bus.OutcomeBatch;
import io.fleettelemetry.bus.RecordBatch;
import io.fleettelemetry.bus.TelemetryBus;
import io.fleettelemetry.dispatch.Dispatcher;
import io.fleettelemetry.dispatch.DispatcherHealth;
import io.fleettelemetry.dispatch.DispatcherHost;
import io.fleettelemetry.dispatch.Outcomes;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.RecordBuilder;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * How long a record takes over the event bus to a dispatcher that stores it at once, and its
 * outcome back: the batches that ingest fills, the dispatcher's worker, the outcomes joined.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class BatchHopBenchmark {

  private static final String OUTCOMES = Addresses.outcomes("bench");
  private static final String DISPATCHER = "bench";

  /** As for vehicles that wait for the outcome. */
  private static final long LINGER_MILLIS = 2;

  /** So many that beginning and end do not show. */
  private static final int MANY = 4_096 * RecordBatch.MAX_RECORDS;

  /** What is under way at most: enough for both sides to be busy. */
  private static final int WINDOW = 32 * RecordBatch.MAX_RECORDS;

  private final TelemetryRecord record =
      RecordBuilder.of("V").protobuf(SampleRecord.USUAL.protobuf()).build();
  private Vertx vertx;
  private DispatcherHost host;
  private Context ingest;

  // On the event loop of ingest alone.
  private BatchPublisher.Publication publication;
  private int toPublish;
  private int underWay;
  private Promise<Void> settled;

  /** Starts both sides. */
  @Setup
  public void start() {
    vertx = Vertx.vertx();
    TelemetryBus bus = new TelemetryBus(vertx);
    host = new DispatcherHost(vertx, bus, DISPATCHER, new Storing(), Set.of("V"));
    host.start().await();
    ingest = vertx.getOrCreateContext();
    onIngest(
            listening -> {
              publication =
                  new BatchPublisher(vertx, bus, OUTCOMES, LINGER_MILLIS, BatchHopBenchmark::lost)
                      .publication(RecordType.V, DISPATCHER, 0, host.shards());
              bus.onOutcomes(OUTCOMES, this::settle).completion().onComplete(listening);
            })
        .await();
  }

  /** Stops them. */
  @TearDown
  public void stop() {
    host.stop(Duration.ofSeconds(10)).await();
    vertx.close().await();
  }

  /** Busy: there is always more to publish. */
  @Benchmark
  @OperationsPerInvocation(MANY)
  public void busy() {
    publish(MANY).await();
  }

  /** One at a time: mostly the wait for others on the way there. */
  @Benchmark
  public void alone() {
    publish(1).await();
  }

  /** Succeeds when so many records have their outcome. */
  private Future<Void> publish(int records) {
    return onIngest(
        done -> {
          settled = done;
          toPublish = records;
          fillWindow();
        });
  }

  private Future<Void> onIngest(Consumer<Promise<Void>> action) {
    Promise<Void> promise = Promise.promise();
    ingest.runOnContext(now -> action.accept(promise));
    return promise.future();
  }

  private void fillWindow() {
    while (toPublish > 0 && underWay < WINDOW) {
      publication.publish(record, underWay);
      toPublish--;
      underWay++;
    }
  }

  private void settle(OutcomeBatch outcomes) {
    underWay -= outcomes.tickets().length;
    fillWindow();
    if (underWay == 0) {
      settled.complete();
    }
  }

  private static void lost(RecordBatch batch) {
    throw new IllegalStateException("nobody takes " + batch);
  }

  /** Its system is always there and takes no time. */
  private static final class Storing implements Dispatcher {

    @Override
    public Future<Void> start() {
      return Future.succeededFuture();
    }

    @Override
    public void dispatch(List<TelemetryRecord> records, Outcomes outcomes) {
      for (int i = 0; i < records.size(); i++) {
        outcomes.settle(i, Outcome.STORED);
      }
    }

    @Override
    public Future<Void> stop(Duration limit) {
      return Future.succeededFuture();
    }

    @Override
    public DispatcherHealth health() {
      return new DispatcherHealth(true, "");
    }
  }
}
