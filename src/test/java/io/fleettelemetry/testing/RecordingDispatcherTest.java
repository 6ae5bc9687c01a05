package io.fleettelemetry.testing;

import io.fleettelemetry.dispatch.Dispatcher;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import java.util.List;

class RecordingDispatcherTest extends DispatcherContract {

  @Override
  protected Rig createRig() {
    RecordingDispatcher dispatcher = new RecordingDispatcher();
    return new Rig() {
      @Override
      public Dispatcher dispatcher() {
        return dispatcher;
      }

      @Override
      public List<byte[]> stored(RecordType type, String vin) {
        return payloads(dispatcher.records(), type, vin);
      }

      @Override
      public void close() {}
    };
  }

  /** Payloads of the records of one type and vehicle, in their order. */
  static List<byte[]> payloads(List<TelemetryRecord> records, RecordType type, String vin) {
    return records.stream()
        .filter(r -> r.type().equals(type) && r.vin().equals(vin))
        .map(TelemetryRecord::payload)
        .toList();
  }
}
