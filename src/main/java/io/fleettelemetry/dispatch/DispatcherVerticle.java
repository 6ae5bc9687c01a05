package io.fleettelemetry.dispatch;

import io.fleettelemetry.bus.Addresses;
import io.fleettelemetry.bus.RecordBatch;
import io.fleettelemetry.bus.TelemetryBus;
import io.fleettelemetry.telemetry.RecordType;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import java.util.Set;

/** The one consumer of the addresses of one shard of one dispatcher; a worker verticle. */
final class DispatcherVerticle extends VerticleBase {

  private final TelemetryBus bus;
  private final String dispatcher;
  private final int shard;
  private final Set<String> recordTypes;
  private final Handler<RecordBatch> handler;

  DispatcherVerticle(
      TelemetryBus bus,
      String dispatcher,
      int shard,
      Set<String> recordTypes,
      Handler<RecordBatch> handler) {
    this.bus = bus;
    this.dispatcher = dispatcher;
    this.shard = shard;
    this.recordTypes = recordTypes;
    this.handler = handler;
  }

  @Override
  public Future<?> start() {
    return Future.all(
        recordTypes.stream()
            .map(
                type ->
                    bus.onRecords(
                            Addresses.records(RecordType.of(type), dispatcher, shard), handler)
                        .completion())
            .toList());
  }
}
