package io.fleettelemetry.transform;

import io.fleettelemetry.proto.vehicledata.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What the server changes in one record, told field by field as the record is written: VIN,
 * location, scientific notation, time stamps of alerts. Counts the record's signals on the way.
 */
final class RecordEdits {
  static final byte[] NOTHING = {};

  private static final FieldSchema DATA = MessageSchema.PAYLOAD.field(1);
  private static final FieldSchema DATUM_KEY = MessageSchema.DATUM.field(1);
  private static final FieldSchema STRING_VALUE = MessageSchema.VALUE.field(1);
  private static final FieldSchema ALERTS = MessageSchema.ALERTS.field(1);
  private static final FieldSchema STARTED_AT = MessageSchema.ALERT.field(3);
  private static final FieldSchema ENDED_AT = MessageSchema.ALERT.field(4);
  private static final FieldSchema SECONDS = MessageSchema.TIMESTAMP.field(1);
  private static final FieldSchema NANOS = MessageSchema.TIMESTAMP.field(2);

  private static final int LOCATION = Field.Location_VALUE;

  /** From here on seconds are milliseconds that were written into the wrong field. */
  private static final long LEAST_MILLIS = 315_576_000_000L;

  private final byte[] source;
  private final MessageSchema root;
  private final FieldSchema vinField;
  private final byte[] vin;
  private final byte[] encodedVin;

  private int signals;
  private boolean locationSeen;
  private int datumKey;
  private boolean ofAlert;
  private boolean nanosWritten;

  RecordEdits(byte[] source, MessageSchema root, String vin) {
    this.source = source;
    this.root = root;
    this.vinField = root.vin();
    this.vin = vin.getBytes(StandardCharsets.UTF_8);
    this.encodedVin = this.vin.length == 0 ? NOTHING : encoded(vinField, this.vin);
  }

  int signals() {
    return signals;
  }

  /** The VIN's field when this is the message that carries it, else null. */
  FieldSchema vinFieldOf(MessageSchema schema) {
    return schema == root ? vinField : null;
  }

  /** The VIN's field as it is written: tag, length, text. Not to be changed. */
  byte[] vin() {
    return encodedVin;
  }

  /** The record is begun, also when it is begun again. */
  void begin() {
    signals = 0;
    locationSeen = false;
  }

  /** A nested message is begun, also when it is begun again. */
  void begin(FieldSchema field) {
    if (field == DATA) {
      datumKey = 0;
    } else if (field.message() == MessageSchema.TIMESTAMP) {
      ofAlert = field == STARTED_AT || field == ENDED_AT;
      nanosWritten = false;
    }
  }

  /** A nested message is written. */
  void end(FieldSchema field) {
    if (field == DATA || field == ALERTS) {
      signals++;
      locationSeen |= datumKey == LOCATION;
    }
  }

  /**
   * What is written instead of a scalar.
   *
   * @param bits the value of a varint
   * @param from where in the source the value starts
   * @param to where it ends
   * @return whole fields, none when it is left out; null when it stays
   */
  byte[] replacement(FieldSchema field, long bits, int from, int to) {
    if (field == DATUM_KEY) {
      datumKey = (int) bits;
    } else if (field == STRING_VALUE) {
      return string(from, to);
    } else if (field == vinField) {
      return Arrays.equals(source, from, to, vin, 0, vin.length) ? null : encodedVin;
    } else if (ofAlert && field == SECONDS && bits >= LEAST_MILLIS) {
      nanosWritten = true;
      return timestamp(bits);
    } else if (field == NANOS && nanosWritten) {
      return NOTHING;
    }
    return null;
  }

  private byte[] string(int from, int to) {
    if (datumKey == LOCATION && !locationSeen) {
      LocationText location = LocationText.parse(source, from, to);
      if (location != null) {
        return location.toField();
      }
    }
    String decimal = ScientificNotation.toDecimal(source, from, to);
    return decimal == null
        ? null
        : encoded(STRING_VALUE, decimal.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] timestamp(long millis) {
    Splice fields = new Splice(NOTHING, 0, 18);
    fields.writeTag(SECONDS.number(), WireReader.VARINT);
    fields.writeVarint(millis / 1000);
    if (millis % 1000 != 0) {
      fields.writeTag(NANOS.number(), WireReader.VARINT);
      fields.writeVarint(millis % 1000 * 1_000_000);
    }
    return fields.toBytes();
  }

  private static byte[] encoded(FieldSchema field, byte[] text) {
    int size = Splice.tagSize(field.number()) + Splice.varintSize(text.length) + text.length;
    Splice out = new Splice(NOTHING, 0, size);
    out.writeTag(field.number(), WireReader.LENGTH_DELIMITED);
    out.writeVarint(text.length);
    out.write(text);
    return out.toBytes();
  }
}
