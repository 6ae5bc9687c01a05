package io.fleettelemetry.dispatch.logger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.dispatch.Dispatcher;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.DispatcherContract;
import io.fleettelemetry.testing.LogCapture;
import io.fleettelemetry.testing.RecordBuilder;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** The log keeps no payloads: its lines are read back into the records that the contract sends. */
class LoggerDispatcherContractTest extends DispatcherContract {

  @Override
  protected Rig createRig() {
    return new LogRig();
  }

  private static final class LogRig implements Rig {

    private final LogCapture lines = LogCapture.of(LoggerDispatcher.class);
    private final LoggerDispatcher dispatcher = new LoggerDispatcher(new LoggerSettings(false));

    @Override
    public Dispatcher dispatcher() {
      return dispatcher;
    }

    @Override
    public List<byte[]> stored(RecordType type, String vin) {
      return lines.named("record_payload").stream()
          .map(LogCapture::fields)
          .filter(fields -> fields.get("vin").equals(vin))
          .filter(fields -> metadata(fields).getString("txtype").equals(type.name()))
          .map(fields -> readBack(type, vin, fields).payload())
          .toList();
    }

    private static TelemetryRecord readBack(
        RecordType type, String vin, Map<String, Object> fields) {
      if (type.equals(RecordType.ALERTS)) {
        return RecordBuilder.alerts().vin(vin).build();
      }
      JsonObject data = new JsonObject(fields.get("data").toString());
      TelemetryRecord record = RecordBuilder.numbered(vin, data.getInteger("Odometer")).build();
      assertEquals(record.txidText(), metadata(fields).getString("txid"));
      return record;
    }

    private static JsonObject metadata(Map<String, Object> fields) {
      return new JsonObject(fields.get("metadata").toString());
    }

    @Override
    public void close() {
      lines.close();
    }
  }
}
