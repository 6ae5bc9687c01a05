package io.fleettelemetry.transform;

/** Compact JSON, written from front to back. Escapes only what must be. Not thread-safe. */
public final class JsonText {

  private static final String HEX = "0123456789abcdef";
  private static final String ESCAPED = "\b\t\n\f\r\"\\";
  private static final String ESCAPES = "btnfr\"\\";

  private final StringBuilder out = new StringBuilder();
  private final boolean nonFiniteIsNull;

  /** Text in which numbers that JSON does not have are strings. */
  public JsonText() {
    this(false);
  }

  private JsonText(boolean nonFiniteIsNull) {
    this.nonFiniteIsNull = nonFiniteIsNull;
  }

  /** Text in which numbers that JSON does not have are {@code null}. */
  public static JsonText withNullForNonFinite() {
    return new JsonText(true);
  }

  /** Opens an object. */
  public JsonText beginObject() {
    return begin('{');
  }

  /** Closes it. */
  public JsonText endObject() {
    out.append('}');
    return this;
  }

  /** Opens an array. */
  public JsonText beginArray() {
    return begin('[');
  }

  /** Closes it. */
  public JsonText endArray() {
    out.append(']');
    return this;
  }

  /** The name of the member whose value comes next. */
  public JsonText name(String name) {
    string(name);
    out.append(':');
    return this;
  }

  /** A text. */
  public JsonText string(String text) {
    begin('"');
    for (int i = 0; i < text.length(); i++) {
      append(text.charAt(i));
    }
    out.append('"');
    return this;
  }

  /** A whole number. */
  public JsonText number(long value) {
    separate();
    out.append(value);
    return this;
  }

  /** In its shortest form. */
  public JsonText number(float value) {
    return nonFiniteIsNull && !Float.isFinite(value) ? nothing() : raw(ShortestDecimal.of(value));
  }

  /** In its shortest form. */
  public JsonText number(double value) {
    return nonFiniteIsNull && !Double.isFinite(value) ? nothing() : raw(ShortestDecimal.of(value));
  }

  /** {@code true} or {@code false}. */
  public JsonText bool(boolean value) {
    separate();
    out.append(value);
    return this;
  }

  /** The value {@code null}. */
  public JsonText nothing() {
    return raw("null");
  }

  /** A value that is JSON already. */
  public JsonText raw(String json) {
    separate();
    out.append(json);
    return this;
  }

  /** What was written so far. */
  @Override
  public String toString() {
    return out.toString();
  }

  private JsonText begin(char bracket) {
    separate();
    out.append(bracket);
    return this;
  }

  /** A value follows another one if it does not follow what opens or names something. */
  private void separate() {
    char last = out.length() == 0 ? '[' : out.charAt(out.length() - 1);
    if (last != '[' && last != '{' && last != ':') {
      out.append(',');
    }
  }

  private void append(char c) {
    int escape = ESCAPED.indexOf(c);
    if (escape >= 0) {
      out.append('\\').append(ESCAPES.charAt(escape));
    } else if (c < ' ') {
      out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
    } else {
      out.append(c);
    }
  }
}
