package io.fleettelemetry.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The entries beneath a {@link Section}: finds a key in any letter case, replaces variables, and
 * keeps the books of which keys are known, secret and already reported.
 */
final class Entries {

  private final String path;
  private final Map<String, ?> written;
  private final Substitution substitution;
  private final Problems problems;

  /** Each key as the file writes it; of keys that differ in case alone the last counts. */
  private final NavigableMap<String, String> spellings = caseInsensitiveMap();

  private final NavigableSet<String> known = caseInsensitiveSet();
  private final Set<String> hidden = caseInsensitiveSet();
  private final Set<String> failed = caseInsensitiveSet();
  private boolean namesAreData;

  /**
   * @param written the object, null when the file does not have it
   */
  Entries(String path, Map<String, ?> written, Substitution substitution, Problems problems) {
    this.path = path;
    this.written = written;
    this.substitution = substitution;
    this.problems = problems;
    for (String name : names()) {
      spellings.remove(name);
      spellings.put(name, name);
    }
  }

  private static NavigableMap<String, String> caseInsensitiveMap() {
    return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  }

  private static NavigableSet<String> caseInsensitiveSet() {
    return new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  }

  boolean present() {
    return written != null;
  }

  boolean has(String key) {
    return writtenValue(key) != null;
  }

  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  void know(String key) {
    known.add(key);
  }

  void hide(String key) {
    hidden.add(key);
  }

  /** Whether an error was reported for this key. */
  boolean failed(String key) {
    return failed.contains(key);
  }

  /** The keys that are there, as written and in the file's order. */
  List<String> names() {
    return present() ? List.copyOf(written.keySet()) : List.of();
  }

  /**
   * The same for an object whose names are not keys, so that their letter case tells them apart.
   */
  List<String> namesAsData() {
    namesAreData = true;
    return names();
  }

  /** Reads a value; one that is there and that {@code conversion} does not take is reported. */
  <T> Optional<T> read(String key, String rule, Function<Value, Optional<T>> conversion) {
    know(key);
    Object value = writtenValue(key);
    if (value == null) {
      return Optional.empty();
    }
    Optional<Value> substituted = substitute(key, value);
    Optional<T> converted = substituted.flatMap(conversion);
    if (substituted.isPresent() && converted.isEmpty()) {
      error(key, rule);
    }
    return converted;
  }

  private Optional<Value> substitute(String key, Object value) {
    Object replaced = replace(key, value);
    return failed(key)
        ? Optional.empty()
        : Optional.of(new Value(replaced, !replaced.equals(value)));
  }

  private Object replace(String key, Object value) {
    if (value instanceof String text) {
      return substitution.apply(text, rule -> error(key, rule)).orElse("");
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>(list.size());
      list.forEach(element -> copy.add(replace(key, element)));
      return copy;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((name, element) -> copy.put(String.valueOf(name), replace(key, element)));
      return copy;
    }
    return value;
  }

  /** The object at this key; anything else than an object there is reported. */
  Entries child(String key) {
    know(key);
    Object value = writtenValue(key);
    if (value != null && !(value instanceof Map)) {
      error(key, "must be an object");
    }
    Map<String, Object> members = null;
    if (value instanceof Map<?, ?> map) {
      members = new LinkedHashMap<>();
      for (Map.Entry<?, ?> member : map.entrySet()) {
        members.put(String.valueOf(member.getKey()), member.getValue());
      }
    }
    return new Entries(path(key), members, substitution, problems);
  }

  Map<String, Object> remaining() {
    Map<String, Object> remaining = new LinkedHashMap<>();
    for (String name : names()) {
      if (!known.contains(name) && !repeated(name)) {
        read(name, "", Optional::of).ifPresent(value -> remaining.put(name, value.json()));
      }
    }
    return remaining;
  }

  void error(String key, String rule) {
    failed.add(key);
    problems.error(path(key), shown(key), rule);
  }

  void warning(String key, String rule) {
    problems.warning(path(key), shown(key), rule);
  }

  /** The value as the file writes it: what a variable or a file gave is never shown. */
  private String shown(String key) {
    if (!has(key)) {
      return "missing";
    }
    boolean secret = hidden.contains(key) || Secret.isNameOfOne(key);
    return secret ? Secret.HIDDEN : Value.show(writtenValue(key));
  }

  void reportUnknown(boolean asErrors) {
    for (String name : names()) {
      if (repeated(name)) {
        problems.warning(path(name), "", "is given more than once; the last one counts");
      }
      if (known.contains(name) || !has(name)) {
        continue;
      }
      String rule =
          Nearest.of(name, known)
              .map(near -> "unknown key; the nearest known one is " + path(near))
              .orElse("unknown key");
      // Not with its value: nobody can say whether that is a secret.
      if (asErrors) {
        problems.error(path(name), "", rule);
      } else {
        problems.warning(path(name), "", rule + "; ignored");
      }
    }
  }

  Object writtenValue(String key) {
    String name = namesAreData ? key : spellings.get(key);
    return name == null || !present() ? null : written.get(name);
  }

  /** Whether a later name differs from this one in letter case alone. */
  private boolean repeated(String name) {
    return !namesAreData && !name.equals(spellings.get(name));
  }
}
