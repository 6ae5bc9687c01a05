package io.fleettelemetry.testing;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@code redis-cli --csv} prints: fields in quotes with escapes, numbers without. */
final class CsvReply {

  private static final int HEX = 16;
  private static final String ESCAPES = "nrtab";
  private static final byte[] ESCAPED = {'\n', '\r', '\t', 7, '\b'};

  private final String line;
  private int at;

  private CsvReply(String line) {
    this.line = line;
  }

  /** The fields of one line, as bytes. */
  static List<byte[]> fields(String line) {
    CsvReply reply = new CsvReply(line);
    List<byte[]> fields = new ArrayList<>();
    while (reply.at < line.length()) {
      fields.add(reply.field());
    }
    return fields;
  }

  private byte[] field() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean quoted = line.charAt(at) == '"';
    at += quoted ? 1 : 0;
    while (at < line.length() && line.charAt(at) != (quoted ? '"' : ',')) {
      bytes.write(next());
    }
    at += quoted ? 2 : 1;
    return bytes.toByteArray();
  }

  private int next() {
    char c = line.charAt(at++);
    if (c != '\\') {
      return c;
    }
    char escaped = line.charAt(at++);
    if (escaped == 'x') {
      at += 2;
      return Integer.parseInt(line.substring(at - 2, at), HEX);
    }
    int index = ESCAPES.indexOf(escaped);
    return index < 0 ? escaped : ESCAPED[index];
  }
}
