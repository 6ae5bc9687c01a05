package io.fleettelemetry.dispatch.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.proto.vehiclealerts.VehicleAlert;
import io.fleettelemetry.proto.vehiclealerts.VehicleAlerts;
import io.fleettelemetry.proto.vehicledata.Datum;
import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.proto.vehicledata.LocationValue;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.proto.vehicledata.Value;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.RecordBuilder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecordMessagesTest {

  private static final String RESOURCE = "/dispatch/mqtt/published-records.jsonl";

  private final RecordMessages messages = new RecordMessages("telemetry", false);

  /** A record as it left the transforms of a server in the field, and what it published. */
  record Published(JsonObject members) {

    TelemetryRecord record() {
      byte[] protobuf = HexFormat.of().parseHex(members.getString("protobuf"));
      return RecordBuilder.of(members.getString("type"))
          .vin(members.getString("vin"))
          .protobuf(protobuf)
          .build();
    }

    Map<String, Object> messages() {
      Map<String, Object> messages = new TreeMap<>();
      for (Object message : members.getJsonArray("messages")) {
        JsonArray pair = (JsonArray) message;
        messages.put(pair.getString(0), value(pair.getString(1)));
      }
      return messages;
    }

    @Override
    public String toString() {
      return members.getString("case");
    }
  }

  static Stream<Published> published() {
    try (InputStream in = RecordMessagesTest.class.getResourceAsStream(RESOURCE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines().map(JsonObject::new).map(Published::new).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("published")
  void publishesWhatWasRecorded(Published published) {
    assertEquals(published.messages(), values(published.record()));
  }

  @Test
  void thereAreHundredsOfThem() {
    assertTrue(published().count() > 300);
  }

  @Test
  void whatJsonHasNoNumberForIsNull() {
    TelemetryRecord record =
        signals(
            datum(Field.VehicleSpeed, Value.newBuilder().setFloatValue(Float.NaN)),
            datum(Field.Soc, Value.newBuilder().setDoubleValue(Double.NEGATIVE_INFINITY)),
            datum(
                Field.Location,
                Value.newBuilder()
                    .setLocationValue(LocationValue.newBuilder().setLatitude(Double.NaN))));
    assertEquals(
        Map.of(
            "telemetry/VIN/v/VehicleSpeed", "null",
            "telemetry/VIN/v/Soc", "null",
            "telemetry/VIN/v/Location", "{\"latitude\":null,\"longitude\":0}"),
        texts(record));
  }

  @Test
  void aDatumWithoutValueIsSkipped() {
    TelemetryRecord record =
        signals(
            datum(Field.Soc, Value.newBuilder().setDoubleValue(71.5)),
            Datum.newBuilder().setKey(Field.Soc).build(),
            Datum.newBuilder().setKey(Field.Gear).build());
    assertEquals(Map.of("telemetry/VIN/v/Soc", "71.5"), texts(record));
  }

  @ParameterizedTest
  @CsvSource({
    "a/b, a_b",
    "a+b, a_b",
    "#, _",
    "a\u0000b, a_b",
    "a\u001fb\u007fc\u009fd, a_b_c_d",
    "a\uffffb\ufffec\ufdd0d, a_b_c_d",
    "a\ud83f\udfffb, a_b",
    "Zoë \ud83d\ude97 $, Zoë \ud83d\ude97 $",
  })
  void namesThatAreNotFitForATopicAreMadeFit(String name, String level) {
    TelemetryRecord record =
        RecordBuilder.of("alerts")
            .vin("VIN")
            .protobuf(
                VehicleAlerts.newBuilder()
                    .addAlerts(VehicleAlert.newBuilder().setName(name))
                    .build())
            .build();
    assertEquals(
        Map.of("telemetry/VIN/alerts/" + level + "/history", "[{\"Audiences\":null}]"),
        texts(record));
  }

  @Test
  void typesWithoutAMappingHaveNoMessages() {
    assertEquals(List.of(), messages.of(RecordBuilder.of("custom").build()));
    assertEquals(
        List.of("V", "alerts", "connectivity", "errors"),
        RecordMessages.TYPES.stream().map(RecordType::name).sorted().toList());
  }

  private static Datum datum(Field field, Value.Builder value) {
    return Datum.newBuilder().setKey(field).setValue(value).build();
  }

  private static TelemetryRecord signals(Datum... data) {
    Payload payload = Payload.newBuilder().addAllData(List.of(data)).build();
    return RecordBuilder.v().vin("VIN").protobuf(payload).build();
  }

  private Map<String, String> texts(TelemetryRecord record) {
    Map<String, String> texts = new TreeMap<>();
    for (MqttMessage message : messages.of(record)) {
      texts.put(message.topic(), new String(message.payload(), StandardCharsets.UTF_8));
    }
    return texts;
  }

  private Map<String, Object> values(TelemetryRecord record) {
    Map<String, Object> values = new TreeMap<>();
    texts(record).forEach((topic, text) -> values.put(topic, value(text)));
    return values;
  }

  /** Members of an object have no order, and a text may be escaped in several ways. */
  private static Object value(String json) {
    return new JsonArray("[" + json + "]");
  }
}
