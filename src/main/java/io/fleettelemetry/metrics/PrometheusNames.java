package io.fleettelemetry.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.NamingConvention;
import java.util.regex.Pattern;

/**
 * A name without dots is a Prometheus name already and stays as it is: those of {@link
 * MetricNames}. Dotted names are the libraries' and become what Prometheus users expect of them:
 * underscores, the base unit, {@code _total} for counters, {@code _seconds} for timers.
 */
final class PrometheusNames implements NamingConvention {

  private static final Pattern NOT_IN_NAMES = Pattern.compile("[^a-zA-Z0-9_:]");
  private static final Pattern NOT_IN_KEYS = Pattern.compile("[^a-zA-Z0-9_]");

  @Override
  public String name(String name, Meter.Type type, String baseUnit) {
    String clean = startingWithLetter(NOT_IN_NAMES.matcher(name).replaceAll("_"));
    if (name.indexOf('.') < 0) {
      return clean;
    }
    return switch (type) {
      case COUNTER -> withSuffix(withSuffix(clean, baseUnit), "total");
      case GAUGE, DISTRIBUTION_SUMMARY -> withSuffix(clean, baseUnit);
      case TIMER, LONG_TASK_TIMER -> withSuffix(clean, "seconds");
      case OTHER -> clean;
    };
  }

  @Override
  public String tagKey(String key) {
    return startingWithLetter(NOT_IN_KEYS.matcher(key).replaceAll("_"));
  }

  private static String withSuffix(String name, String suffix) {
    if (suffix == null || suffix.isEmpty()) {
      return name;
    }
    String clean = "_" + NOT_IN_NAMES.matcher(suffix).replaceAll("_");
    return name.endsWith(clean) ? name : name + clean;
  }

  private static String startingWithLetter(String name) {
    return name.isEmpty() || Character.isDigit(name.charAt(0)) ? "_" + name : name;
  }
}
