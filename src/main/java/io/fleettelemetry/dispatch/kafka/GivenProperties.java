package io.fleettelemetry.dispatch.kafka;

import io.fleettelemetry.config.Section;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The properties on their way from the file to the producer: texts by name, and how the file writes
 * each name, so that a problem is reported under the name that the operator knows.
 */
final class GivenProperties {

  private final Section section;
  private final Map<String, String> values = new TreeMap<>();
  private final Map<String, String> written = new HashMap<>();

  GivenProperties(Section section) {
    this.section = section;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** The text of a property that is there. */
  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** The number that a property's text spells; empty when it spells none, which is found later. */
  OptionalLong number(String name) {
    String text = values.get(name);
    return text != null && text.matches("-?\\d{1,18}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  /** Removes a property that does not go to the producer as it is. */
  Optional<String> take(String name) {
    return Optional.ofNullable(values.remove(name));
  }

  /** Adds what the file gives. */
  void give(String name, String key, String value) {
    values.put(name, value);
    written.put(name, key);
  }

  /** Sets what follows from another property, in whose name problems are reported. */
  void derive(String name, Object value, String source) {
    values.put(name, value.toString());
    written.putIfAbsent(name, key(source));
  }

  void put(String name, Object value) {
    values.put(name, value.toString());
  }

  /** Sets what this server goes by where the file does not say. */
  void putIfAbsent(String name, Object value) {
    if (!has(name)) {
      put(name, value);
      section.effective().defaulted(name, value);
    }
  }

  /** Sets a number to what the file says or the default, and to {@code max} if that is more. */
  void limit(String name, long defaultValue, long max) {
    putIfAbsent(name, Math.min(defaultValue, max));
    if (number(name).orElse(max) > max) {
      put(name, max);
      section.effective().adjusted(key(name), max);
    }
  }

  /** How the file writes a name; the name itself when the file does not have it. */
  String key(String name) {
    return written.getOrDefault(name, name);
  }

  void error(String name, String rule) {
    section.error(key(name), rule);
  }

  void warning(String name, String rule) {
    section.warning(key(name), rule);
  }

  /** All properties, by name. */
  Map<String, String> all() {
    return Map.copyOf(values);
  }
}
