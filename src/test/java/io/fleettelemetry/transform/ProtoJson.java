package io.fleettelemetry.transform;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/** Proto3's JSON mapping the slow and plain way, by reflection, to hold ours against. */
final class ProtoJson {

  private ProtoJson() {}

  static JsonObject of(Message message) {
    JsonObject json = new JsonObject();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.isMapField()) {
        json.put(field.getJsonName(), map((List<?>) message.getField(field)));
      } else if (field.isRepeated()) {
        JsonArray array = new JsonArray();
        ((List<?>) message.getField(field)).forEach(element -> array.add(value(field, element)));
        json.put(field.getJsonName(), array);
      } else if (!field.hasPresence() || message.hasField(field)) {
        json.put(field.getJsonName(), value(field, message.getField(field)));
      } else if (field.getContainingOneof() == null) {
        json.putNull(field.getJsonName());
      }
    }
    return json;
  }

  private static JsonObject map(List<?> entries) {
    JsonObject json = new JsonObject();
    for (Object element : entries) {
      Message entry = (Message) element;
      List<FieldDescriptor> parts = entry.getDescriptorForType().getFields();
      json.put((String) entry.getField(parts.get(0)), entry.getField(parts.get(1)));
    }
    return json;
  }

  private static Object value(FieldDescriptor field, Object value) {
    return switch (field.getType()) {
      case MESSAGE -> message((Message) value);
      case ENUM -> name((EnumValueDescriptor) value);
      case INT64 -> value.toString();
      case FLOAT, DOUBLE -> number(((Number) value).doubleValue());
      default -> value;
    };
  }

  private static Object message(Message message) {
    if (!message.getDescriptorForType().equals(Timestamp.getDescriptor())) {
      return of(message);
    }
    List<FieldDescriptor> parts = message.getDescriptorForType().getFields();
    long seconds = (Long) message.getField(parts.get(0));
    int nanos = (Integer) message.getField(parts.get(1));
    return Instant.ofEpochSecond(seconds, nanos).toString();
  }

  private static Object name(EnumValueDescriptor value) {
    boolean known = value.getType().findValueByNumber(value.getNumber()) != null;
    return known ? value.getName() : (Object) value.getNumber();
  }

  private static Object number(double value) {
    return Double.isFinite(value) ? value : (Object) Double.toString(value);
  }
}
