package io.fleettelemetry.dispatch.mqtt;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.proto.vehicledata.Value;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.transform.Tag;
import io.fleettelemetry.transform.ValueMember;
import io.fleettelemetry.transform.VehicleDatum;
import io.fleettelemetry.transform.WireReader;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Announces each signal of a vehicle when it is first seen, as Home Assistant's MQTT discovery
 * takes it: one retained message an entity, all of a vehicle as one device. After a new connection
 * all are announced again. Thread-safe.
 */
final class Discovery {

  /** Signals remembered, over all vehicles; beyond that all are forgotten and announced again. */
  static final int MAX_KNOWN = 200_000;

  private static final int DATUM = Payload.DATA_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;
  private static final String JSON_VALUE = "{{ value_json }}";

  /**
   * A number, also from firmware that sends texts; else unknown, where a text would be an error.
   */
  private static final String NUMBER = "{{ value_json | float(none) }}";

  /** Where the vehicle has no value the state is unknown, which to Home Assistant is None. */
  private static final String UNLESS_NULL = "{{ None if value_json is none else (%s) }}";

  /**
   * What is to be announced.
   *
   * @param messages in the order of the signals
   * @param signals which they are about
   */
  record News(List<MqttMessage> messages, List<String> signals) {}

  private final String prefix;
  private final RecordMessages messages;
  private final Optional<Availability> availability;
  private final int maxKnown;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /**
   * Announces under a prefix.
   *
   * @param prefix where Home Assistant looks, {@code homeassistant} unless it was told otherwise
   * @param availability what tells whether values are current, where something does
   */
  Discovery(String prefix, RecordMessages messages, Optional<Availability> availability) {
    this(prefix, messages, availability, MAX_KNOWN);
  }

  Discovery(
      String prefix, RecordMessages messages, Optional<Availability> availability, int maxKnown) {
    this.prefix = prefix;
    this.messages = messages;
    this.availability = availability;
    this.maxKnown = maxKnown;
  }

  /** Announces everything again from now on. */
  void forget() {
    known.clear();
  }

  /** Announces this again when its signals are next seen. */
  void forget(News news) {
    news.signals().forEach(known::remove);
  }

  /** What a record brings that has not been announced; empty when there is nothing. */
  Optional<News> news(TelemetryRecord record) {
    if (!record.type().equals(RecordType.V)) {
      return Optional.empty();
    }
    News news = new News(new ArrayList<>(), new ArrayList<>());
    VehicleDatum datum = new VehicleDatum();
    WireReader reader = new WireReader(record.protobuf());
    while (reader.next()) {
      if (Tag.of(reader) == DATUM) {
        datum.read(reader);
        announce(record.vin(), datum, news);
      }
    }
    return news.messages().isEmpty() ? Optional.empty() : Optional.of(news);
  }

  private void announce(String vin, VehicleDatum datum, News news) {
    ValueMember member = datum.hasValue() ? datum.value().member() : null;
    // What is invalid now says nothing of what it will be.
    if (member == null || member.number() == Value.INVALID_FIELD_NUMBER) {
      return;
    }
    if (known.size() >= maxKnown) {
      known.clear();
    }
    String signal = vin + "/" + datum.name();
    if (known.add(signal)) {
      news.signals().add(signal);
      news.messages().addAll(new SignalEntities(this, vin, datum.name(), member).all());
    }
  }

  /** The message for one entity. */
  MqttMessage message(String component, String vin, String entity, JsonObject config) {
    String node = vin.replaceAll("[^a-zA-Z0-9_-]", "_");
    String object = entity.replaceAll("[^a-zA-Z0-9_-]", "_");
    String id = "fleet_telemetry_" + node + "_" + object;
    config
        .put("unique_id", id)
        .put(
            "device",
            new JsonObject()
                .put("identifiers", new JsonArray().add("fleet_telemetry_" + node))
                .put("name", "Tesla " + vin)
                .put("manufacturer", "Tesla")
                .put("model", VehicleModel.of(vin))
                .put("serial_number", vin))
        .put("origin", new JsonObject().put("name", "fleet-telemetry"));
    availability.ifPresent(a -> config.put("availability_topic", a.topic()));
    String topic = "%s/%s/%s/%s/config".formatted(prefix, component, node, object);
    return new MqttMessage(topic, config.toBuffer().getBytes(), true);
  }

  /** The topic of a signal's values. */
  String stateTopic(String vin, String field) {
    return messages.vehicle(vin) + "/v/" + field;
  }

  /** A sensor, or what else shows a value of this kind. */
  record SignalEntities(Discovery discovery, String vin, String field, ValueMember member) {

    List<MqttMessage> all() {
      return switch (member.number()) {
        case Value.LOCATION_VALUE_FIELD_NUMBER -> List.of(tracker());
        case Value.DOOR_VALUE_FIELD_NUMBER -> doors();
        case Value.TIRE_LOCATION_VALUE_FIELD_NUMBER ->
            List.of(sensor(new JsonObject(), unlessNull("value_json.keys() | join(', ')")));
        default ->
            member.type() == FieldDescriptor.Type.BOOL
                ? List.of(binary(field, field, unlessNull("'ON' if value_json else 'OFF'"), ""))
                : List.of(measured());
      };
    }

    private MqttMessage tracker() {
      JsonObject config =
          new JsonObject()
              .put("name", field)
              .put("source_type", "gps")
              .put("json_attributes_topic", discovery.stateTopic(vin, field));
      return discovery.message("device_tracker", vin, field, config);
    }

    private List<MqttMessage> doors() {
      return DOORS.stream()
          .map(
              door ->
                  binary(
                      field + door,
                      door,
                      unlessNull("'ON' if value_json." + door + " else 'OFF'"),
                      "door"))
          .toList();
    }

    private MqttMessage binary(String entity, String name, String template, String deviceClass) {
      JsonObject config =
          new JsonObject()
              .put("name", name)
              .put("state_topic", discovery.stateTopic(vin, field))
              .put("value_template", template);
      if (!deviceClass.isEmpty()) {
        config.put("device_class", deviceClass);
      }
      return discovery.message("binary_sensor", vin, entity, config);
    }

    private MqttMessage measured() {
      JsonObject units = SignalUnits.of(field);
      return sensor(units, units.isEmpty() ? JSON_VALUE : NUMBER);
    }

    private static String unlessNull(String template) {
      return UNLESS_NULL.formatted(template);
    }

    private MqttMessage sensor(JsonObject units, String template) {
      JsonObject config =
          units
              .put("name", field)
              .put("state_topic", discovery.stateTopic(vin, field))
              .put("value_template", template);
      return discovery.message("sensor", vin, field, config);
    }
  }

  private static final List<String> DOORS =
      List.of(
          "DriverFront",
          "PassengerFront",
          "DriverRear",
          "PassengerRear",
          "TrunkFront",
          "TrunkRear");
}
