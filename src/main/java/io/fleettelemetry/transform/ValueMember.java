package io.fleettelemetry.transform;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.fleettelemetry.proto.vehicledata.Value;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One of the members that exclude each other in a value of {@code V}. Immutable. */
public final class ValueMember {

  private static final Map<Integer, ValueMember> ALL =
      Value.getDescriptor().getFields().stream()
          .map(ValueMember::new)
          .collect(Collectors.toUnmodifiableMap(ValueMember::number, Function.identity()));

  private final int number;
  private final String jsonName;
  private final FieldDescriptor.Type type;
  private final EnumNames enumNames;
  private final int lastPart;

  private ValueMember(FieldDescriptor field) {
    number = field.getNumber();
    jsonName = field.getJsonName();
    type = field.getType();
    enumNames = type == FieldDescriptor.Type.ENUM ? new EnumNames(field.getEnumType()) : null;
    lastPart = isMessage() ? lastField(field) : 0;
  }

  /** The member that the reader is at; null when it is none, or not of the wire type it should. */
  public static ValueMember at(WireReader reader) {
    ValueMember member = ALL.get(reader.fieldNumber());
    return member != null && member.wireType() == reader.wireType() ? member : null;
  }

  /** Every member of the schema, in no order. */
  public static Collection<ValueMember> all() {
    return ALL.values();
  }

  /** Its field number. */
  public int number() {
    return number;
  }

  /** Its name in proto3 JSON. */
  public String jsonName() {
    return jsonName;
  }

  /** What it holds. */
  public FieldDescriptor.Type type() {
    return type;
  }

  /** Whether it holds a message. */
  public boolean isMessage() {
    return type == FieldDescriptor.Type.MESSAGE;
  }

  /** The largest field number in the message that it holds; 0 when it holds none. */
  public int lastPart() {
    return lastPart;
  }

  /** The name of an enum's value, if it holds one. */
  public String enumName(int value) {
    return enumNames.of(value);
  }

  private int wireType() {
    return switch (type) {
      case STRING, MESSAGE -> WireReader.LENGTH_DELIMITED;
      case FLOAT -> WireReader.FIXED32;
      case DOUBLE -> WireReader.FIXED64;
      default -> WireReader.VARINT;
    };
  }

  private static int lastField(FieldDescriptor field) {
    return field.getMessageType().getFields().stream()
        .mapToInt(FieldDescriptor::getNumber)
        .max()
        .orElse(0);
  }
}
