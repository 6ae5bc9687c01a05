package io.fleettelemetry.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The entries beneath a {@link Section}: finds a key in any letter case, replaces variables, and
 * keeps the books of which keys are known, secret and already reported, and of what each was taken
 * for.
 */
final class Entries {

  private final Map<String, ?> written;
  private final Substitution substitution;
  private final Problems problems;
  private final EffectiveSection effective;

  /** Each key as the file writes it; of keys that differ in case alone the last counts. */
  private final NavigableMap<String, String> spellings = caseInsensitiveMap();

  private final NavigableSet<String> known = caseInsensitiveSet();
  private final Set<String> failed = caseInsensitiveSet();
  private boolean namesAreData;

  /**
   * @param written the object, null when the file does not have it
   */
  Entries(
      Map<String, ?> written,
      Substitution substitution,
      Problems problems,
      EffectiveSection effective) {
    this.written = written;
    this.substitution = substitution;
    this.problems = problems;
    this.effective = effective;
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

  EffectiveSection effective() {
    return effective;
  }

  boolean present() {
    return written != null;
  }

  boolean has(String key) {
    return writtenValue(key) != null;
  }

  String path(String key) {
    return effective.path(key);
  }

  void know(String key) {
    known.add(key);
  }

  /** An environment variable that is set and not empty. */
  Optional<String> environment(String variable) {
    return Optional.ofNullable(substitution.environment().get(variable))
        .filter(value -> !value.isEmpty());
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

  /**
   * Reads a value; one that is there and that is not of this kind is reported.
   *
   * @param defaultValue of a key that is absent, or not as it must be; may be null
   */
  <T> Optional<T> read(String key, Kind<T> kind, T defaultValue) {
    know(key);
    Optional<T> given = has(key) ? given(key, kind) : Optional.empty();
    if (given.isEmpty() && !failed(key)) {
      Object written = defaultValue == null ? null : kind.writing().apply(defaultValue);
      effective.put(key, written, EffectiveConfig.DEFAULT);
    }
    return given.or(() -> Optional.ofNullable(defaultValue));
  }

  private <T> Optional<T> given(String key, Kind<T> kind) {
    Object written = writtenValue(key);
    Replacement replacement = new Replacement(substitution, rule -> error(key, rule));
    Object replaced = replacement.replace(written);
    effective.config().readFrom(replacement.files());
    if (failed(key) || (kind.emptyIsAbsent() && replaced.equals(""))) {
      return Optional.empty();
    }
    Value value = new Value(replaced, !replaced.equals(written));
    Optional<T> converted = kind.reading().apply(value);
    if (converted.isEmpty()) {
      error(key, kind.rule());
    }
    converted
        .map(kind.writing())
        .ifPresent(
            taken ->
                effective.put(
                    key, taken, replacement.origin() + spelling(key) + synonym(replaced, taken)));
    return converted;
  }

  /** A word that stands for another one. */
  private static String synonym(Object given, Object taken) {
    boolean same = given.toString().equalsIgnoreCase(taken.toString());
    return given instanceof String && taken instanceof String && !same ? ", from " + given : "";
  }

  /** How the file writes a key when that is another way. */
  private String spelling(String key) {
    String spelling = namesAreData ? key : spellings.getOrDefault(key, key);
    return spelling.equals(key) ? "" : ", as " + spelling;
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
    return new Entries(members, substitution, problems, effective.child(key));
  }

  Map<String, Object> remaining() {
    Map<String, Object> remaining = new LinkedHashMap<>();
    for (String name : names()) {
      if (!known.contains(name) && !repeated(name)) {
        read(name, Kind.ANY, null).ifPresent(value -> remaining.put(name, value));
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
    return effective.isSecret(key) ? Secret.HIDDEN : Value.show(writtenValue(key));
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
      effective.unknown(name);
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
