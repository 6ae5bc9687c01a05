package io.fleettelemetry.dispatch.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.dispatch.Dispatcher;
import io.fleettelemetry.proto.vehicledata.Datum;
import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.proto.vehicledata.Value;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.OutcomeLog;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.ScriptedMqttBroker;
import io.fleettelemetry.testing.ScriptedMqttBroker.Reaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is stored is what the broker has said of it, and one record ends none but itself. */
class MqttUnreliableBrokerIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int TOO_LARGE = 10_000;

  private final MqttFixture fixture = new MqttFixture();

  @AfterEach
  void tearDown() {
    fixture.close();
  }

  @Test
  void whatTheBrokerHasNotReleasedWhenTheConnectionEndsIsNotStored() {
    assertEquals(
        List.of(Outcome.FAILED),
        publish(
            (topic, payload) -> Reaction.RECEIVE_AND_CLOSE,
            RecordBuilder.numberedRecords("unreliable-1", 1),
            Map.of("qos", 2)));
  }

  @Test
  void whatTheBrokerHasNotReleasedIsSentAgainOnTheNextConnection() {
    AtomicInteger times = new AtomicInteger();
    assertEquals(
        List.of(Outcome.STORED),
        publish(
            (topic, payload) ->
                times.incrementAndGet() == 1 ? Reaction.RECEIVE_AND_CLOSE : Reaction.CONFIRM,
            RecordBuilder.numberedRecords("unreliable-2", 1),
            Map.of("qos", 2)));
    assertEquals(2, times.get());
  }

  @Test
  void aRecordAtWhichTheBrokerHangsUpFailsAlone() {
    List<TelemetryRecord> records =
        new ArrayList<>(RecordBuilder.numberedRecords("unreliable-3", 4));
    Datum.Builder name =
        Datum.newBuilder()
            .setKey(Field.VehicleName)
            .setValue(Value.newBuilder().setStringValue("x".repeat(TOO_LARGE)));
    records.add(1, RecordBuilder.v().protobuf(Payload.newBuilder().addData(name).build()).build());
    assertEquals(
        List.of(Outcome.STORED, Outcome.FAILED, Outcome.STORED, Outcome.STORED, Outcome.STORED),
        publish(
            (topic, payload) -> payload.length < TOO_LARGE ? Reaction.CONFIRM : Reaction.CLOSE,
            records,
            Map.of("qos", 1, "publish_timeout_ms", 5_000)));
  }

  private List<Outcome> publish(
      ScriptedMqttBroker.Script script, List<TelemetryRecord> records, Map<String, ?> more) {
    try (ScriptedMqttBroker broker = ScriptedMqttBroker.start(script)) {
      Map<String, Object> settings = new HashMap<>(more);
      settings.put("broker", broker.address());
      settings.put("connect_retry_interval_ms", 200);
      settings.putIfAbsent("publish_timeout_ms", 2_000);
      Dispatcher dispatcher = new MqttDispatcher(fixture.settings(settings), fixture.context);
      dispatcher.start().await();
      try {
        OutcomeLog log = new OutcomeLog(records.size());
        dispatcher.dispatch(records, log);
        return log.await(LIMIT).outcomes();
      } finally {
        dispatcher.stop(LIMIT).await();
      }
    }
  }
}
