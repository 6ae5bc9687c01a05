package io.fleettelemetry.transform;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Timestamp;
import io.fleettelemetry.proto.vehiclealerts.VehicleAlert;
import io.fleettelemetry.proto.vehiclealerts.VehicleAlerts;
import io.fleettelemetry.proto.vehicleconnectivity.VehicleConnectivity;
import io.fleettelemetry.proto.vehicledata.Datum;
import io.fleettelemetry.proto.vehicledata.LocationValue;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.proto.vehicledata.Value;
import io.fleettelemetry.proto.vehicleerror.VehicleErrors;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.transform.FieldSchema.Presence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One message of the schema as a table, made once from the generated descriptors. Immutable. No
 * message of the schema contains itself, so what follows these tables by recursion ends.
 */
final class MessageSchema {
  private static final Map<String, MessageSchema> ALL = new Builder().all();

  static final MessageSchema TIMESTAMP = of(Timestamp.getDescriptor());
  static final MessageSchema PAYLOAD = of(Payload.getDescriptor());
  static final MessageSchema DATUM = of(Datum.getDescriptor());
  static final MessageSchema VALUE = of(Value.getDescriptor());
  static final MessageSchema LOCATION_VALUE = of(LocationValue.getDescriptor());
  static final MessageSchema ALERTS = of(VehicleAlerts.getDescriptor());
  static final MessageSchema ALERT = of(VehicleAlert.getDescriptor());
  static final MessageSchema ERRORS = of(VehicleErrors.getDescriptor());
  static final MessageSchema CONNECTIVITY = of(VehicleConnectivity.getDescriptor());

  private static final Map<RecordType, MessageSchema> ROOTS =
      Map.of(
          RecordType.V, PAYLOAD,
          RecordType.ALERTS, ALERTS,
          RecordType.ERRORS, ERRORS,
          RecordType.CONNECTIVITY, CONNECTIVITY);

  private final String name;
  private final boolean mapEntry;
  private final boolean oneof;
  private final List<FieldSchema> fields;
  private final List<FieldSchema> unconditionalFields;
  private final FieldSchema[] byNumber;
  private final FieldSchema vin;

  private MessageSchema(Descriptor message, List<FieldSchema> fields) {
    this.name = message.getName();
    this.mapEntry = message.getOptions().getMapEntry();
    this.oneof = !message.getOneofs().isEmpty();
    this.fields = fields;
    this.unconditionalFields =
        fields.stream().filter(field -> field.presence() != Presence.ONEOF_MEMBER).toList();
    this.byNumber = new FieldSchema[fields.get(fields.size() - 1).number() + 1];
    for (FieldSchema field : fields) {
      byNumber[field.number()] = field;
    }
    FieldDescriptor vinField = message.findFieldByName("vin");
    this.vin = vinField == null ? null : byNumber[vinField.getNumber()];
  }

  /** The message of a type's payload, null for a type without schema. */
  static MessageSchema of(RecordType type) {
    return ROOTS.get(type);
  }

  private static MessageSchema of(Descriptor message) {
    return ALL.get(message.getFullName());
  }

  /** Without its package. */
  String name() {
    return name;
  }

  boolean isMapEntry() {
    return mapEntry;
  }

  /** Whether some fields exclude each other; no message has two such sets. */
  boolean hasOneof() {
    return oneof;
  }

  /** In the order of their numbers. */
  List<FieldSchema> fields() {
    return fields;
  }

  /** Those that JSON shows when they are absent too: all but a oneof's; in the same order. */
  List<FieldSchema> unconditionalFields() {
    return unconditionalFields;
  }

  /** The field that carries the VIN, in the messages that are payloads; else null. */
  FieldSchema vin() {
    return vin;
  }

  /** Null when there is none. */
  FieldSchema field(int number) {
    return number < byNumber.length ? byNumber[number] : null;
  }

  /** The field of which the reader is at a value; null when it is unknown. */
  FieldSchema fieldAt(WireReader reader) {
    FieldSchema field = field(reader.fieldNumber());
    return field != null && field.accepts(reader.wireType()) ? field : null;
  }

  /** Follows the descriptors from the payloads down; each message is made once. */
  private static final class Builder {
    private final Map<String, MessageSchema> made = new HashMap<>();

    Map<String, MessageSchema> all() {
      message(Payload.getDescriptor());
      message(VehicleAlerts.getDescriptor());
      message(VehicleErrors.getDescriptor());
      message(VehicleConnectivity.getDescriptor());
      return Map.copyOf(made);
    }

    private MessageSchema message(Descriptor type) {
      MessageSchema known = made.get(type.getFullName());
      if (known != null) {
        return known;
      }
      List<FieldSchema> fields =
          type.getFields().stream()
              .sorted((a, b) -> Integer.compare(a.getNumber(), b.getNumber()))
              .map(this::field)
              .toList();
      MessageSchema message = new MessageSchema(type, fields);
      made.put(type.getFullName(), message);
      return message;
    }

    private FieldSchema field(FieldDescriptor field) {
      boolean message = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
      return new FieldSchema(field, message ? message(field.getMessageType()) : null);
    }
  }
}
