package io.fleettelemetry.logging;

import java.util.Map;

/** Writes names and values as logfmt: quoted only where a reader would go wrong without. */
final class LogfmtText {

  private static final int DELETE = 0x7f;
  private static final int FIRST_SUPPLEMENTARY = 0x10000;

  private LogfmtText() {}

  /** Appends a field's name, quoted when it could be taken for something else. */
  static void appendName(StringBuilder out, String name) {
    boolean plain = name.codePoints().allMatch(c -> isPrintable(c) && " =\"".indexOf(c) < 0);
    if (plain) {
      out.append(name);
    } else {
      appendQuoted(out, name);
    }
  }

  /** Appends a value; nested ones as compact JSON, nothing as {@code <nil>}. */
  static void appendValue(StringBuilder out, Object value) {
    String text = text(value);
    if (text.chars().allMatch(LogfmtText::isPlain)) {
      out.append(text);
    } else {
      appendQuoted(out, text);
    }
  }

  private static String text(Object value) {
    if (value == null) {
      return "<nil>";
    }
    if (value instanceof Map<?, ?> || value instanceof Iterable<?>) {
      StringBuilder json = new StringBuilder();
      JsonText.append(json, value);
      return json.toString();
    }
    return value.toString();
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._/@^+".indexOf(c) >= 0;
  }

  private static void appendQuoted(StringBuilder out, String text) {
    out.append('"');
    text.codePoints().forEach(c -> appendEscaped(out, c));
    out.append('"');
  }

  private static void appendEscaped(StringBuilder out, int c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case 0x07 -> out.append("\\a");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case 0x0b -> out.append("\\v");
      default -> appendPrintableOrNumber(out, c);
    }
  }

  private static void appendPrintableOrNumber(StringBuilder out, int c) {
    if (isPrintable(c)) {
      out.appendCodePoint(c);
    } else if (c < ' ' || c == DELETE) {
      out.append(String.format("\\x%02x", c));
    } else if (Character.getType(c) == Character.SURROGATE) {
      out.append("\\ufffd");
    } else {
      out.append(String.format(c < FIRST_SUPPLEMENTARY ? "\\u%04x" : "\\U%08x", c));
    }
  }

  /** Letters, marks, numbers, punctuation, symbols, and of all blanks the common one. */
  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.UNASSIGNED,
          Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }
}
