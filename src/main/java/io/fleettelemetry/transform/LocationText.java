package io.fleettelemetry.transform;

import java.nio.charset.StandardCharsets;

/**
 * A place as older firmware writes it, such as {@code (37.412374 N, 122.145867 W)}. The grammar:
 * {@code (}, blanks, number, blanks, {@code N} or {@code S}, {@code ,}, blanks, number, blanks,
 * {@code E} or {@code W}, {@code )}, anything; a blank is a space or a tab, and only after the
 * parenthesis may there be none.
 *
 * @param latitude in degrees, south is negative; not checked for its range
 * @param longitude in degrees, west is negative
 */
public record LocationText(double latitude, double longitude) {
  private static final FieldSchema LOCATION_VALUE = MessageSchema.VALUE.field(7);
  private static final FieldSchema LATITUDE = MessageSchema.LOCATION_VALUE.field(1);
  private static final FieldSchema LONGITUDE = MessageSchema.LOCATION_VALUE.field(2);

  /** Null when the text is no place in this form, or a number is beyond a double. */
  public static LocationText parse(byte[] text, int from, int to) {
    return new Parser(text, from, to).parse();
  }

  /**
   * As field {@code location_value} of a Value; a coordinate of zero is left out, as proto3 does.
   */
  byte[] toField() {
    Splice place = new Splice(RecordEdits.NOTHING, 0, 20);
    place.writeTag(LOCATION_VALUE.number(), WireReader.LENGTH_DELIMITED);
    place.writeVarint(0);
    int body = place.size();
    write(place, LATITUDE, latitude);
    write(place, LONGITUDE, longitude);
    place.closeMessage(body, 0);
    return place.toBytes();
  }

  private static void write(Splice out, FieldSchema field, double value) {
    long bits = Double.doubleToRawLongBits(value);
    if (!field.isLeftOut(bits)) {
      out.writeTag(field.number(), WireReader.FIXED64);
      out.writeFixed64(bits);
    }
  }

  private static final class Parser {
    private final byte[] text;
    private final int to;
    private int at;

    Parser(byte[] text, int from, int to) {
      this.text = text;
      this.to = to;
      this.at = from;
    }

    LocationText parse() {
      if (!take('(')) {
        return null;
      }
      blanks();
      double latitude = coordinate('N', 'S');
      if (!take(',') || !blanks()) {
        return null;
      }
      double longitude = coordinate('E', 'W');
      boolean finite = Double.isFinite(latitude) && Double.isFinite(longitude);
      return finite && take(')') ? new LocationText(latitude, longitude) : null;
    }

    /** NaN when there is none. */
    private double coordinate(char positive, char negative) {
      int start = at;
      at = DecimalText.numberEnd(text, at, to);
      int end = at;
      if (end == start || !blanks()) {
        return Double.NaN;
      }
      double value =
          Double.parseDouble(new String(text, start, end - start, StandardCharsets.US_ASCII));
      if (take(negative)) {
        return -value;
      }
      return take(positive) ? value : Double.NaN;
    }

    private boolean blanks() {
      int start = at;
      while (at < to && (text[at] == ' ' || text[at] == '\t')) {
        at++;
      }
      return at > start;
    }

    private boolean take(char wanted) {
      boolean there = at < to && text[at] == wanted;
      if (there) {
        at++;
      }
      return there;
    }
  }
}
