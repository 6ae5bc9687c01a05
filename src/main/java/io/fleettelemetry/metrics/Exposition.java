package io.fleettelemetry.metrics;

import io.micrometer.core.instrument.Tag;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A page in the Prometheus text format, version 0.0.4: families by name, their samples in the order
 * in which they are added.
 */
final class Exposition {

  /** What a {@code TYPE} line may say. */
  enum Kind {
    COUNTER("counter"),
    GAUGE("gauge"),
    HISTOGRAM("histogram"),
    SUMMARY("summary"),
    UNTYPED("untyped");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  private static final double EXACT_INTEGERS = 1L << 53;
  private static final double SMALLEST_PLAIN = 1e-6;

  private final Map<String, StringBuilder> families = new TreeMap<>();

  /**
   * A family to add samples to; a second call with the same name gives the first one's.
   *
   * @param help a line for people, or null
   */
  Family family(String name, Kind kind, String help) {
    return new Family(
        name, families.computeIfAbsent(name, n -> new StringBuilder(heading(n, kind, help))));
  }

  @Override
  public String toString() {
    return String.join("", families.values());
  }

  /** Samples of one family. */
  static final class Family {

    private final String name;
    private final StringBuilder text;

    private Family(String name, StringBuilder text) {
      this.name = name;
      this.text = text;
    }

    /**
     * Adds a sample.
     *
     * @param suffix {@code _sum} and the like, or empty
     */
    Family sample(String suffix, List<Tag> labels, double value) {
      return sample(suffix, labels, null, null, value);
    }

    /** Adds a sample with one label more, such as a bucket's {@code le}. */
    Family sample(String suffix, List<Tag> labels, String key, String label, double value) {
      text.append(name).append(suffix);
      char separator = '{';
      for (Tag tag : labels) {
        label(separator, tag.getKey(), tag.getValue());
        separator = ',';
      }
      if (key != null) {
        label(separator, key, label);
        separator = ',';
      }
      if (separator == ',') {
        text.append('}');
      }
      text.append(' ').append(number(value)).append('\n');
      return this;
    }

    private void label(char separator, String key, String value) {
      text.append(separator).append(key).append("=\"");
      text.append(escape(value).replace("\"", "\\\"")).append('"');
    }
  }

  /** The shortest form that reads back the same; an exponent only for the very small and large. */
  static String number(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    double size = Math.abs(value);
    if (value == Math.rint(value) && size < EXACT_INTEGERS) {
      return Long.toString((long) value);
    }
    return size >= SMALLEST_PLAIN && size < EXACT_INTEGERS
        ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
        : Double.toString(value);
  }

  private static String heading(String name, Kind kind, String help) {
    String type = "# TYPE " + name + ' ' + kind.word + '\n';
    return help == null ? type : "# HELP " + name + ' ' + escape(help) + '\n' + type;
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n");
  }
}
