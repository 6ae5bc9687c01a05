package io.fleettelemetry.dispatch.mqtt;

import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.transform.JsonText;
import io.fleettelemetry.transform.Tag;
import io.fleettelemetry.transform.VehicleDatum;
import io.fleettelemetry.transform.WireAlert;
import io.fleettelemetry.transform.WireConnectivity;
import io.fleettelemetry.transform.WireError;
import io.fleettelemetry.transform.WireReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The messages that a record becomes. Thread-safe. */
final class RecordMessages {

  /** Types that have messages. */
  static final Set<RecordType> TYPES =
      Set.of(RecordType.V, RecordType.ALERTS, RecordType.ERRORS, RecordType.CONNECTIVITY);

  private static final int DATUM = Payload.DATA_FIELD_NUMBER << 3 | WireReader.LENGTH_DELIMITED;

  private final String topicBase;
  private final boolean retained;

  /**
   * Messages of one configuration.
   *
   * @param topicBase what every topic begins with
   */
  RecordMessages(String topicBase, boolean retained) {
    this.topicBase = topicBase;
    this.retained = retained;
  }

  /** A record's messages, maybe none; of a type that is none of {@link #TYPES} none. */
  List<MqttMessage> of(TelemetryRecord record) {
    String vehicle = vehicle(record.vin());
    if (record.type().equals(RecordType.V)) {
      return signals(record, vehicle + "/v/");
    } else if (record.type().equals(RecordType.ALERTS)) {
      return alerts(record, vehicle + "/alerts/");
    } else if (record.type().equals(RecordType.ERRORS)) {
      return errors(record, vehicle + "/errors/");
    } else if (record.type().equals(RecordType.CONNECTIVITY)) {
      return List.of(connectivity(record, vehicle + "/connectivity"));
    }
    return List.of();
  }

  /** What all topics of a vehicle begin with. */
  String vehicle(String vin) {
    return topicBase + "/" + TopicLevels.clean(vin);
  }

  /** The last value of each field. */
  private List<MqttMessage> signals(TelemetryRecord record, String topic) {
    Map<String, MqttMessage> byField = new LinkedHashMap<>();
    VehicleDatum datum = new VehicleDatum();
    WireReader reader = new WireReader(record.protobuf());
    while (reader.next()) {
      if (Tag.of(reader) == DATUM) {
        datum.read(reader);
        if (datum.hasValue()) {
          JsonText json = JsonText.withNullForNonFinite();
          SignalJson.put(json, datum.value());
          byField.put(datum.name(), message(topic + datum.name(), json));
        }
      }
    }
    return List.copyOf(byField.values());
  }

  /** For each name the latest that has begun, and all of them. */
  private List<MqttMessage> alerts(TelemetryRecord record, String topic) {
    Map<String, List<WireAlert>> byName = new LinkedHashMap<>();
    for (WireAlert alert : WireAlert.all(record.protobuf())) {
      byName.computeIfAbsent(alert.name(), name -> new ArrayList<>()).add(alert);
    }
    List<MqttMessage> messages = new ArrayList<>();
    byName.forEach(
        (name, alerts) -> {
          String level = topic + TopicLevels.clean(name);
          latest(alerts, level + "/current", messages);
          JsonText json = new JsonText().beginArray();
          alerts.forEach(alert -> put(alert, json));
          messages.add(message(level + "/history", json.endArray()));
        });
    return messages;
  }

  private void latest(List<WireAlert> alerts, String topic, List<MqttMessage> messages) {
    WireAlert latest = null;
    for (WireAlert alert : alerts) {
      if (alert.startedAt().isPresent()
          && (latest == null || alert.startedAt().isAfter(latest.startedAt()))) {
        latest = alert;
      }
    }
    if (latest != null) {
      JsonText json = new JsonText();
      put(latest, json);
      messages.add(message(topic, json));
    }
  }

  private static void put(WireAlert alert, JsonText json) {
    json.beginObject().name("Audiences");
    if (alert.audiences().isEmpty()) {
      json.nothing();
    } else {
      json.beginArray();
      alert.audiences().forEach(json::string);
      json.endArray();
    }
    if (alert.endedAt().isPresent()) {
      json.name("EndedAt").string(alert.endedAt().rfc3339());
    }
    if (alert.startedAt().isPresent()) {
      json.name("StartedAt").string(alert.startedAt().rfc3339());
    }
    json.endObject();
  }

  private List<MqttMessage> errors(TelemetryRecord record, String topic) {
    List<MqttMessage> messages = new ArrayList<>();
    for (WireError error : WireError.all(record.protobuf())) {
      JsonText json = new JsonText().beginObject().name("Body").string(error.body());
      if (error.createdAt().isPresent()) {
        json.name("CreatedAt").string(error.createdAt().rfc3339());
      }
      json.name("Tags");
      if (error.tags().isEmpty()) {
        json.nothing();
      } else {
        json.beginObject();
        error.tags().forEach((key, value) -> json.name(key).string(value));
        json.endObject();
      }
      messages.add(message(topic + TopicLevels.clean(error.name()), json.endObject()));
    }
    return messages;
  }

  private MqttMessage connectivity(TelemetryRecord record, String topic) {
    WireConnectivity connectivity = WireConnectivity.of(record.protobuf());
    return message(
        topic,
        new JsonText()
            .beginObject()
            .name("ConnectionId")
            .string(connectivity.connectionId())
            .name("CreatedAt")
            .string(connectivity.createdAt().rfc3339())
            .name("Status")
            .string(connectivity.status())
            .endObject());
  }

  private MqttMessage message(String topic, JsonText json) {
    return new MqttMessage(topic, json.toString().getBytes(StandardCharsets.UTF_8), retained);
  }
}
