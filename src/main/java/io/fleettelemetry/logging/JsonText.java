package io.fleettelemetry.logging;

import java.util.Map;
import java.util.TreeMap;

/** Writes values as compact JSON, members of objects sorted by name. */
final class JsonText {

  private static final char FIRST_PRINTABLE = ' ';
  private static final char DELETE = 0x7f;
  private static final char LAST_C1_CONTROL = 0x9f;

  private JsonText() {}

  /**
   * Appends one value: null, booleans, finite numbers, {@link RawJson}, maps and iterables as what
   * they are, anything else as the string it turns into.
   */
  static void append(StringBuilder out, Object value) {
    if (value == null || value instanceof Boolean || value instanceof RawJson || isFinite(value)) {
      out.append(value);
    } else if (value instanceof Map<?, ?> map) {
      appendObject(out, map);
    } else if (value instanceof Iterable<?> items) {
      appendArray(out, items);
    } else {
      appendString(out, value.toString());
    }
  }

  /** Appends a string in quotes; what is escaped keeps the line one line, and safe inside HTML. */
  static void appendString(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        out.append(c).append(text.charAt(++i));
      } else {
        appendChar(out, c);
      }
    }
    out.append('"');
  }

  private static void appendChar(StringBuilder out, char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (Character.isSurrogate(c)) {
          out.append("\\ufffd");
        } else if (mustEscape(c)) {
          out.append(String.format("\\u%04x", (int) c));
        } else {
          out.append(c);
        }
      }
    }
  }

  private static boolean mustEscape(char c) {
    return c < FIRST_PRINTABLE
        || (c >= DELETE && c <= LAST_C1_CONTROL)
        || c == '<'
        || c == '>'
        || c == '&'
        || c == '\u2028'
        || c == '\u2029';
  }

  private static void appendObject(StringBuilder out, Map<?, ?> map) {
    Map<String, Object> sorted = new TreeMap<>();
    map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
    out.append('{');
    String separator = "";
    for (Map.Entry<String, Object> member : sorted.entrySet()) {
      out.append(separator);
      appendString(out, member.getKey());
      out.append(':');
      append(out, member.getValue());
      separator = ",";
    }
    out.append('}');
  }

  private static void appendArray(StringBuilder out, Iterable<?> items) {
    out.append('[');
    String separator = "";
    for (Object item : items) {
      out.append(separator);
      append(out, item);
      separator = ",";
    }
    out.append(']');
  }

  private static boolean isFinite(Object value) {
    return value instanceof Number number && Double.isFinite(number.doubleValue());
  }
}
