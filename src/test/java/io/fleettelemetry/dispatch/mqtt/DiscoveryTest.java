package io.fleettelemetry.dispatch.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.proto.vehicledata.Datum;
import io.fleettelemetry.proto.vehicledata.Doors;
import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.proto.vehicledata.LocationValue;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.proto.vehicledata.ShiftState;
import io.fleettelemetry.proto.vehicledata.Value;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.RecordBuilder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiscoveryTest {

  private static final String VIN = "5YJ3E1EA0NF000001";

  private final RecordMessages messages = new RecordMessages("telemetry", false);
  private final Discovery discovery =
      new Discovery("homeassistant", messages, Optional.of(new Availability("telemetry")));

  @Test
  void aNumberIsASensorWithItsUnit() {
    MqttMessage message = only(Field.VehicleSpeed, Value.newBuilder().setDoubleValue(12.5));
    assertEquals("homeassistant/sensor/" + VIN + "/VehicleSpeed/config", message.topic());
    assertTrue(message.retained());
    JsonObject expected =
        new JsonObject()
            .put("name", "VehicleSpeed")
            .put("unique_id", "fleet_telemetry_" + VIN + "_VehicleSpeed")
            .put("state_topic", "telemetry/" + VIN + "/v/VehicleSpeed")
            .put("value_template", "{{ value_json | float(none) }}")
            .put("device_class", "speed")
            .put("unit_of_measurement", "mph")
            .put("state_class", "measurement")
            .put("availability_topic", "telemetry/availability")
            .put("origin", new JsonObject().put("name", "fleet-telemetry"))
            .put(
                "device",
                new JsonObject()
                    .put("identifiers", new JsonArray().add("fleet_telemetry_" + VIN))
                    .put("name", "Tesla " + VIN)
                    .put("manufacturer", "Tesla")
                    .put("model", "Model 3")
                    .put("serial_number", VIN));
    assertEquals(expected, json(message));
  }

  @Test
  void aFieldWithoutAKnownUnitHasNone() {
    JsonObject gear =
        json(only(Field.Gear, Value.newBuilder().setShiftStateValue(ShiftState.ShiftStateD)));
    assertTrue(!gear.containsKey("unit_of_measurement"), gear::encode);
    assertTrue(!gear.containsKey("device_class"), gear::encode);
    assertEquals("{{ value_json }}", gear.getString("value_template"));
  }

  @Test
  void aBooleanIsABinarySensor() {
    MqttMessage message = only(Field.Locked, Value.newBuilder().setBooleanValue(true));
    assertEquals("homeassistant/binary_sensor/" + VIN + "/Locked/config", message.topic());
    assertEquals(
        "{{ None if value_json is none else ('ON' if value_json else 'OFF') }}",
        json(message).getString("value_template"));
  }

  @Test
  void aLocationIsATracker() {
    MqttMessage message =
        only(
            Field.Location,
            Value.newBuilder().setLocationValue(LocationValue.getDefaultInstance()));
    assertEquals("homeassistant/device_tracker/" + VIN + "/Location/config", message.topic());
    assertEquals(
        "telemetry/" + VIN + "/v/Location", json(message).getString("json_attributes_topic"));
  }

  @Test
  void doorsAreSix() {
    List<MqttMessage> doors =
        discovery
            .news(
                record(
                    Field.DoorState, Value.newBuilder().setDoorValue(Doors.getDefaultInstance())))
            .orElseThrow()
            .messages();
    assertEquals(6, doors.size());
    JsonObject first = json(doors.get(0));
    assertEquals("door", first.getString("device_class"));
    assertEquals("telemetry/" + VIN + "/v/DoorState", first.getString("state_topic"));
  }

  @Test
  void eachSignalIsAnnouncedOnce() {
    TelemetryRecord soc = record(Field.Soc, Value.newBuilder().setDoubleValue(70));
    assertTrue(discovery.news(soc).isPresent());
    assertTrue(discovery.news(soc).isEmpty());
    discovery.forget();
    Discovery.News news = discovery.news(soc).orElseThrow();
    assertTrue(discovery.news(soc).isEmpty());
    discovery.forget(news);
    assertTrue(discovery.news(soc).isPresent(), "what did not come through comes again");
  }

  @Test
  void whatIsInvalidOrEmptySaysNothing() {
    assertTrue(discovery.news(record(Field.Soc, Value.newBuilder().setInvalid(true))).isEmpty());
    assertTrue(discovery.news(record(Field.Soc, Value.newBuilder())).isEmpty());
    assertTrue(discovery.news(RecordBuilder.alerts().build()).isEmpty());
    assertTrue(
        discovery.news(record(Field.Soc, Value.newBuilder().setDoubleValue(70))).isPresent());
  }

  @Test
  void whatIsRememberedIsBounded() {
    Discovery small = new Discovery("ha", messages, Optional.empty(), 2);
    TelemetryRecord soc = record(Field.Soc, Value.newBuilder().setDoubleValue(70));
    TelemetryRecord speed = record(Field.VehicleSpeed, Value.newBuilder().setDoubleValue(7));
    TelemetryRecord gear = record(Field.Gear, Value.newBuilder().setStringValue("D"));
    assertTrue(small.news(soc).isPresent());
    assertTrue(small.news(speed).isPresent());
    assertTrue(small.news(gear).isPresent());
    assertTrue(small.news(soc).isPresent(), "announced again, since it was forgotten");
  }

  private MqttMessage only(Field field, Value.Builder value) {
    List<MqttMessage> news = discovery.news(record(field, value)).orElseThrow().messages();
    assertEquals(1, news.size());
    return news.get(0);
  }

  private static TelemetryRecord record(Field field, Value.Builder value) {
    Datum datum = Datum.newBuilder().setKey(field).setValue(value).build();
    return RecordBuilder.v().vin(VIN).protobuf(Payload.newBuilder().addData(datum).build()).build();
  }

  private static JsonObject json(MqttMessage message) {
    return new JsonObject(Buffer.buffer(message.payload()));
  }
}
