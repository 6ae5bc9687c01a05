package io.fleettelemetry.transform;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.nio.charset.StandardCharsets;

/** One field of a message, with what writing it as protobuf and as JSON takes. Immutable. */
final class FieldSchema {

  /** What a value is. */
  enum Kind {
    INT32(WireReader.VARINT),
    INT64(WireReader.VARINT),
    BOOL(WireReader.VARINT),
    ENUM(WireReader.VARINT),
    FLOAT(WireReader.FIXED32),
    DOUBLE(WireReader.FIXED64),
    STRING(WireReader.LENGTH_DELIMITED),
    MESSAGE(WireReader.LENGTH_DELIMITED);

    final int wireType;

    Kind(int wireType) {
      this.wireType = wireType;
    }
  }

  /** How often a value may be there, and what its absence means. */
  enum Presence {
    /** A scalar without presence: its default is not written. */
    IMPLICIT,
    /** Absence can be told from the default: a single message. */
    EXPLICIT,
    /** One of several that exclude each other. */
    ONEOF_MEMBER,
    /** Any number of messages. */
    REPEATED,
    /** Any number of varints in one length-delimited field. */
    PACKED,
    /** Entries with distinct keys. */
    MAP,
    /** Key or value of a map's entry, always written. */
    ENTRY_PART
  }

  private final int number;
  private final String name;
  private final Kind kind;
  private final Presence presence;
  private final MessageSchema message;
  private final byte[] jsonName;
  private final byte[][] enumNames;
  private final int tagSize;
  private final int highestBefore;

  FieldSchema(FieldDescriptor field, MessageSchema message) {
    this.number = field.getNumber();
    this.name = field.getName();
    this.kind = kind(field);
    this.presence = presence(field);
    this.message = message;
    this.jsonName = ('"' + field.getJsonName() + "\":").getBytes(StandardCharsets.UTF_8);
    this.enumNames = kind == Kind.ENUM ? enumNames(field.getEnumType()) : new byte[0][];
    this.tagSize = Splice.tagSize(number);
    this.highestBefore = highestBefore(number, presence);
  }

  int number() {
    return number;
  }

  String name() {
    return name;
  }

  Kind kind() {
    return kind;
  }

  Presence presence() {
    return presence;
  }

  /** The type of a message field, null for others. */
  MessageSchema message() {
    return message;
  }

  /** The name in quotes and a colon. */
  byte[] jsonName() {
    return jsonName;
  }

  /** The name in quotes of an enum's number, null when it has none. */
  byte[] enumName(int value) {
    return value >= 0 && value < enumNames.length ? enumNames[value] : null;
  }

  /** Whether a value of this wire type is this field's; any other is an unknown field. */
  boolean accepts(int wireType) {
    return wireType == kind.wireType
        || (presence == Presence.PACKED && wireType == WireReader.LENGTH_DELIMITED);
  }

  /**
   * Whether the field can stand here in a message that is in order; the member of a oneof only as
   * the first.
   *
   * @param last the number of the field before it; 0 for none, {@link Integer#MAX_VALUE} for an
   *     unknown one
   */
  boolean mayFollow(int last) {
    return last <= highestBefore;
  }

  /** What a varint of this field means, as it is written: 32-bit values with their sign. */
  long normalize(long bits) {
    return switch (kind) {
      case INT32, ENUM -> (int) bits;
      case BOOL -> bits == 0 ? 0 : 1;
      default -> bits;
    };
  }

  /** Whether a scalar is not written because it says no more than its absence. */
  boolean isLeftOut(long bits) {
    return presence == Presence.IMPLICIT && normalize(bits) == 0;
  }

  /** Bytes that a scalar takes with its tag; {@code bits} as {@link WireReader#longValue}. */
  int encodedSize(long bits) {
    return switch (kind.wireType) {
      case WireReader.VARINT -> tagSize + Splice.varintSize(normalize(bits));
      case WireReader.FIXED32 -> tagSize + Float.BYTES;
      case WireReader.FIXED64 -> tagSize + Double.BYTES;
      default -> lengthDelimitedSize((int) bits);
    };
  }

  /** Bytes that a value of this length takes with its tag and length. */
  int lengthDelimitedSize(int length) {
    return tagSize + Splice.varintSize(length) + length;
  }

  /** Writes a scalar: its tag and the value that is in the source between two positions. */
  void write(Splice out, long bits, int from, int to) {
    out.writeTag(number, kind.wireType);
    if (kind.wireType == WireReader.VARINT) {
      out.writeVarint(normalize(bits));
      return;
    }
    if (kind.wireType == WireReader.LENGTH_DELIMITED) {
      out.writeVarint(to - from);
    }
    out.writeSource(from, to);
  }

  private static int highestBefore(int number, Presence presence) {
    return switch (presence) {
      case ONEOF_MEMBER -> 0;
      case REPEATED -> number;
      default -> number - 1;
    };
  }

  private static Kind kind(FieldDescriptor field) {
    return switch (field.getType()) {
      case INT32 -> Kind.INT32;
      case INT64 -> Kind.INT64;
      case BOOL -> Kind.BOOL;
      case ENUM -> Kind.ENUM;
      case FLOAT -> Kind.FLOAT;
      case DOUBLE -> Kind.DOUBLE;
      case STRING -> Kind.STRING;
      case MESSAGE -> Kind.MESSAGE;
      default -> throw new IllegalArgumentException("type of " + field + " is not in use");
    };
  }

  private static Presence presence(FieldDescriptor field) {
    if (field.isMapField()) {
      return Presence.MAP;
    }
    if (field.isRepeated()) {
      return field.isPacked() ? Presence.PACKED : Presence.REPEATED;
    }
    if (field.getContainingOneof() != null) {
      return Presence.ONEOF_MEMBER;
    }
    if (field.getContainingType().getOptions().getMapEntry()) {
      return Presence.ENTRY_PART;
    }
    return field.hasPresence() ? Presence.EXPLICIT : Presence.IMPLICIT;
  }

  private static byte[][] enumNames(EnumDescriptor type) {
    int last = type.getValues().stream().mapToInt(EnumValueDescriptor::getNumber).max().orElse(0);
    byte[][] names = new byte[last + 1][];
    for (EnumValueDescriptor value : type.getValues()) {
      names[value.getNumber()] = ('"' + value.getName() + '"').getBytes(StandardCharsets.UTF_8);
    }
    return names;
  }
}
