package io.fleettelemetry.config;

import io.fleettelemetry.config.EffectiveConfig.Ignored;
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

  private final String path;
  private final Map<String, ?> written;
  private final Substitution substitution;
  private final Problems problems;
  private final EffectiveConfig effective;

  /** Each key as the file writes it; of keys that differ in case alone the last counts. */
  private final NavigableMap<String, String> spellings = caseInsensitiveMap();

  private final NavigableSet<String> known = caseInsensitiveSet();
  private final Set<String> hidden = caseInsensitiveSet();
  private final Set<String> failed = caseInsensitiveSet();
  private boolean namesAreData;

  /**
   * @param written the object, null when the file does not have it
   */
  Entries(
      String path,
      Map<String, ?> written,
      Substitution substitution,
      Problems problems,
      EffectiveConfig effective) {
    this.path = path;
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
      settle(key, written, EffectiveConfig.DEFAULT);
    }
    return given.or(() -> Optional.ofNullable(defaultValue));
  }

  private <T> Optional<T> given(String key, Kind<T> kind) {
    Object written = writtenValue(key);
    Replacement replacement = new Replacement(substitution, rule -> error(key, rule));
    Object replaced = replacement.replace(written);
    if (failed(key) || (kind.emptyIsAbsent() && replaced.equals(""))) {
      return Optional.empty();
    }
    Value value = new Value(replaced, !replaced.equals(written));
    Optional<T> converted = kind.reading().apply(value);
    if (converted.isEmpty()) {
      error(key, kind.rule());
    }
    converted.ifPresent(
        taken -> settle(key, kind.writing().apply(taken), spelled(key, replacement.origin())));
    return converted;
  }

  /** Where a value came from, with how the file writes the key when that is another way. */
  private String spelled(String key, String origin) {
    String spelling = namesAreData ? key : spellings.getOrDefault(key, key);
    return spelling.equals(key) ? origin : origin + ", as " + spelling;
  }

  /** Enters what the server goes by; a secret is left out. */
  void settle(String key, Object value, String origin) {
    Object shown = hidden.contains(key) ? Secret.HIDDEN : Secret.hide(key, value);
    effective.put(path(key), value == null ? null : shown, origin);
  }

  /** Enters what the server goes by instead of what the file says. */
  void adjust(String key, Object value) {
    settle(key, value, effective.remove(path(key)) + ", adjusted");
  }

  /** The same where an object is there that has nothing in it, or is not. */
  void settleEmpty(String key) {
    settle(key, Map.of(), has(key) ? spelled(key, "file") : EffectiveConfig.DEFAULT);
  }

  /** Enters what an older name of a key gave, or nothing when that does not count. */
  void settleOlder(String older, String key, Optional<Object> value) {
    String origin = effective.remove(path(older));
    value.ifPresent(taken -> settle(key, taken, origin + ", as " + older));
  }

  /** Enters that the server does not go by a key. */
  void ignore(String key, Ignored reason) {
    know(key);
    effective.ignore(path(key), reason);
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
    return new Entries(path(key), members, substitution, problems, effective);
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
    return isSecret(key) ? Secret.HIDDEN : Value.show(writtenValue(key));
  }

  private boolean isSecret(String key) {
    return hidden.contains(key) || Secret.isNameOfOne(key);
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
      effective.ignore(path(name), Ignored.UNKNOWN);
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
