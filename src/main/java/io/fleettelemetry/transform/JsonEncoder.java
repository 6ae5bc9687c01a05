package io.fleettelemetry.transform;

import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.transform.FieldSchema.Kind;
import io.fleettelemetry.transform.FieldSchema.Presence;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes records as JSON by proto3's mapping: fields in the order of their numbers under their JSON
 * names, enums by name, fields without presence also at their default, absent messages as null.
 * Unknown fields have no JSON form and are left out; the protobuf keeps them. Goes straight from
 * wire bytes to UTF-8; recursion follows the schema and ends with it.
 */
public final class JsonEncoder {
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

  /** The first second of year 1 and the last one of year 9999. */
  private static final long MIN_SECONDS = -62_135_596_800L;

  private static final long MAX_SECONDS = 253_402_300_799L;

  private final WireReader reader;
  private final JsonBuffer out;
  private String problem;
  private boolean complete = true;

  private JsonEncoder(byte[] protobuf) {
    this.reader = new WireReader(protobuf);
    this.out = new JsonBuffer(protobuf, 64 + protobuf.length * 4);
  }

  /**
   * Encodes one record. Total. Callable on any thread.
   *
   * @param type a type without schema is passed on as it is
   * @param protobuf as {@link RecordTransformer} made it; fields in another order are refused
   */
  public static JsonEncoding encode(RecordType type, byte[] protobuf) {
    MessageSchema schema = MessageSchema.of(type);
    if (schema == null) {
      return new JsonEncoding.Encoded(protobuf, true);
    }
    JsonEncoder encoder = new JsonEncoder(protobuf);
    encoder.message(schema);
    return encoder.result(schema);
  }

  private JsonEncoding result(MessageSchema schema) {
    if (reader.fault() != null) {
      return new JsonEncoding.Invalid(
          "json: %s is no protobuf: %s".formatted(schema.name(), reader.fault().description()));
    }
    return problem == null
        ? new JsonEncoding.Encoded(out.toBytes(), complete)
        : new JsonEncoding.Invalid(problem);
  }

  private void message(MessageSchema schema) {
    List<FieldSchema> unconditional = schema.unconditionalFields();
    int written = 0;
    int lastNumber = 0;
    out.write('{');
    boolean more = reader.next();
    while (more && problem == null) {
      FieldSchema field = schema.fieldAt(reader);
      if (field == null) {
        complete = false;
        more = reader.next();
        continue;
      }
      if (field.number() <= lastNumber) {
        problem = "json: fields of %s are not in order".formatted(schema.name());
        return;
      }
      lastNumber = field.number();
      while (written < unconditional.size()
          && unconditional.get(written).number() < field.number()) {
        absent(unconditional.get(written++));
      }
      if (written < unconditional.size() && unconditional.get(written) == field) {
        written++;
      }
      name(field);
      more = present(schema, field);
    }
    while (written < unconditional.size()) {
      absent(unconditional.get(written++));
    }
    out.write('}');
  }

  private void name(FieldSchema field) {
    out.separate();
    out.write(field.jsonName());
  }

  private void absent(FieldSchema field) {
    name(field);
    switch (field.presence()) {
      case REPEATED, PACKED -> {
        out.write('[');
        out.write(']');
      }
      case MAP -> {
        out.write('{');
        out.write('}');
      }
      case EXPLICIT -> out.write(NULL);
      default -> scalar(field, 0, 0, 0);
    }
  }

  /**
   * Writes all values of the field that the reader is at.
   *
   * @return whether the reader is at another field
   */
  private boolean present(MessageSchema schema, FieldSchema field) {
    return switch (field.presence()) {
      case REPEATED -> many(schema, field, '[', ']');
      case MAP -> many(schema, field, '{', '}');
      case PACKED -> {
        packed(field);
        yield reader.next();
      }
      default -> {
        value(field);
        yield reader.next();
      }
    };
  }

  private boolean many(MessageSchema schema, FieldSchema field, char open, char close) {
    out.write(open);
    boolean more;
    do {
      out.separate();
      if (field.presence() == Presence.MAP) {
        entry(field.message());
      } else {
        value(field);
      }
      more = reader.next();
    } while (more && schema.fieldAt(reader) == field);
    out.write(close);
    return more;
  }

  private void packed(FieldSchema field) {
    int outer = reader.enter();
    out.write('[');
    while (reader.nextPacked()) {
      out.separate();
      scalar(field, reader.longValue(), 0, 0);
    }
    out.write(']');
    reader.leave(outer);
  }

  /** Key and value of a map, both strings and in this order. */
  private void entry(MessageSchema entry) {
    int outer = reader.enter();
    FieldSchema key = entry.field(1);
    while (reader.next()) {
      FieldSchema part = entry.fieldAt(reader);
      if (part != null) {
        value(part);
        if (part == key) {
          out.write(':');
        }
      } else {
        complete = false;
      }
    }
    reader.leave(outer);
  }

  private void value(FieldSchema field) {
    if (field.kind() != Kind.MESSAGE) {
      scalar(field, reader.longValue(), reader.valueStart(), reader.valueEnd());
      return;
    }
    int outer = reader.enter();
    if (field.message() == MessageSchema.TIMESTAMP) {
      timestamp(field);
    } else {
      message(field.message());
    }
    reader.leave(outer);
  }

  private void scalar(FieldSchema field, long bits, int from, int to) {
    switch (field.kind()) {
      case INT32 -> out.number(field.normalize(bits));
      case INT64 -> {
        out.write('"');
        out.number(bits);
        out.write('"');
      }
      case BOOL -> out.write(bits == 0 ? FALSE : TRUE);
      case ENUM -> enumValue(field, (int) bits);
      case FLOAT -> out.ascii(ShortestDecimal.of(Float.intBitsToFloat((int) bits)));
      case DOUBLE -> out.ascii(ShortestDecimal.of(Double.longBitsToDouble(bits)));
      default -> out.string(from, to);
    }
  }

  private void enumValue(FieldSchema field, int number) {
    byte[] name = field.enumName(number);
    if (name == null) {
      out.number(number);
    } else {
      out.write(name);
    }
  }

  private void timestamp(FieldSchema field) {
    long seconds = 0;
    int nanos = 0;
    while (reader.next()) {
      FieldSchema part = MessageSchema.TIMESTAMP.fieldAt(reader);
      if (part != null && part.number() == 1) {
        seconds = reader.longValue();
      } else if (part != null) {
        nanos = reader.intValue();
      } else {
        complete = false;
      }
    }
    if (seconds < MIN_SECONDS || seconds > MAX_SECONDS) {
      problem =
          "json: %s: %d seconds are not in the years 1 to 9999".formatted(field.name(), seconds);
    } else if (nanos < 0 || nanos > 999_999_999) {
      problem = "json: %s: %d nanos are not between 0 and 999999999".formatted(field.name(), nanos);
    } else {
      out.timestamp(seconds, nanos);
    }
  }
}
