package io.fleettelemetry.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * An object of the configuration file, read key by key. Keys match in any letter case and {@code
 * null} is absent. A getter that does not like a value reports it and gives the default, so that
 * reading goes on and finds every problem. What no getter asked for is an unknown key. For one
 * thread.
 */
public final class Section {

  static final String NOT_AVAILABLE = "not available in this version";

  private static final Path NO_FILE = Path.of("");
  private static final Predicate<String> HOST = Pattern.compile("[\\w.:%-]*").asMatchPredicate();

  private final Entries entries;
  private final Map<String, Section> children = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private Section(Entries entries) {
    this.entries = entries;
  }

  /**
   * A section of its own, as a reader of settings gets it.
   *
   * @param path of the section, empty for the whole file
   * @param values as a JSON parser gives them: texts, numbers, booleans, lists, maps and null
   * @param environment where {@code ${NAME}} is looked up
   * @param problems where everything is reported
   */
  public static Section of(
      String path, Map<String, ?> values, Map<String, String> environment, Problems problems) {
    return new Section(new Entries(path, values, new Substitution(environment), problems));
  }

  /** Whether the file has this section at all, be it empty. */
  public boolean isPresent() {
    return entries.present();
  }

  /** Whether the key is there with a value other than null. Does not make the key a known one. */
  public boolean has(String key) {
    return entries.has(key);
  }

  /** The path of a key of this section, for messages. */
  public String path(String key) {
    return entries.path(key);
  }

  /** A text, which may be empty. */
  public Optional<String> string(String key) {
    return entries.read(key, "must be text", Value::text);
  }

  /** A text that must be there and not be empty; otherwise that is reported. */
  public String requiredString(String key) {
    return required(key, string(key).filter(text -> !text.isEmpty()), "is required").orElse("");
  }

  /** A text that is kept out of every message. */
  public Optional<Secret> secret(String key) {
    entries.hide(key);
    return string(key).map(Secret::new);
  }

  /** {@code true} or {@code false}. */
  public boolean bool(String key, boolean defaultValue) {
    return entries.read(key, "must be true or false", Value::bool).orElse(defaultValue);
  }

  /** A whole number from {@code min} to {@code max}. */
  public OptionalLong wholeNumber(String key, long min, long max) {
    return entries
        .read(key, Value.wholeNumberRule(min, max), value -> value.wholeNumber(min, max))
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  /** A whole number from {@code min} to {@code max}. */
  public OptionalInt integer(String key, int min, int max) {
    OptionalLong number = wholeNumber(key, min, max);
    return number.isPresent() ? OptionalInt.of((int) number.getAsLong()) : OptionalInt.empty();
  }

  /** A whole number from {@code min} to {@code max}. */
  public int integer(String key, int min, int max, int defaultValue) {
    return integer(key, min, max).orElse(defaultValue);
  }

  /** A TCP port; 0 takes any free one. */
  public OptionalInt port(String key) {
    return integer(key, 0, 65_535);
  }

  /** A TCP port of something that can be left off, which 0 does. */
  public OptionalInt portOrOff(String key) {
    OptionalInt port = port(key);
    return port.isPresent() && port.getAsInt() == 0 ? OptionalInt.empty() : port;
  }

  /** An address to bind or a host name; the empty text is the default. */
  public String host(String key, String defaultValue) {
    return entries
        .read(key, "must be an address or a host name", value -> value.text().filter(HOST))
        .filter(host -> !host.isEmpty())
        .orElse(defaultValue);
  }

  /** A whole number of this unit, {@code min} or more. */
  public Optional<Duration> duration(String key, ChronoUnit unit, int min) {
    long max = unit == ChronoUnit.NANOS ? Long.MAX_VALUE : Integer.MAX_VALUE;
    String rule =
        Value.wholeNumberRule(min, max) + " (" + unit.name().toLowerCase(Locale.ROOT) + ")";
    return entries
        .read(key, rule, value -> value.wholeNumber(min, max))
        .map(n -> Duration.of(n, unit));
  }

  /**
   * One of a few words, in any letter case.
   *
   * @param choices the words as documented, lower case, in the order in which messages list them
   */
  public <T> Optional<T> choice(String key, Map<String, T> choices) {
    String rule = "must be one of " + String.join(", ", choices.keySet());
    return entries.read(
        key,
        rule,
        value -> value.text().map(text -> text.toLowerCase(Locale.ROOT)).map(choices::get));
  }

  /** One of an enum's names, in any letter case. */
  public <E extends Enum<E>> E choice(String key, E defaultValue) {
    return choice(key, Value.words(defaultValue.getDeclaringClass())).orElse(defaultValue);
  }

  /** A list of texts; empty when absent. */
  public List<String> strings(String key) {
    return entries.read(key, "must be a list of texts", Value::texts).orElse(List.of());
  }

  /** An object of texts, in the file's order, its keys as they are written; empty when absent. */
  public Map<String, String> stringMap(String key) {
    return map(key, "must be text", Value::text);
  }

  /** An object of lists of texts, as {@link #stringMap}. */
  public Map<String, List<String>> stringLists(String key) {
    return map(key, "must be a list of texts", Value::texts);
  }

  private <T> Map<String, T> map(String key, String rule, Function<Value, Optional<T>> conversion) {
    Entries members = section(key).entries;
    Map<String, T> map = new LinkedHashMap<>();
    for (String name : members.namesAsData()) {
      members.read(name, rule, conversion).ifPresent(value -> map.put(name, value));
    }
    return map;
  }

  /** A file that can be read; the empty text is absent. Relative to the working directory. */
  public Optional<Path> file(String key) {
    return entries
        .read(key, "must name a file that can be read", v -> v.text().flatMap(Section::readable))
        .filter(path -> !path.equals(NO_FILE));
  }

  /** A file that can be read and must be given; otherwise that is reported. */
  public Path requiredFile(String key) {
    return required(key, file(key), "is required: a file that can be read").orElse(NO_FILE);
  }

  private static Optional<Path> readable(String name) {
    try {
      Path path = Path.of(name);
      boolean fits = path.equals(NO_FILE) || (Files.isRegularFile(path) && Files.isReadable(path));
      return fits ? Optional.of(path) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** A section inside this one, the same one at every call; an empty one when absent. */
  public Section section(String key) {
    return children.computeIfAbsent(key, name -> new Section(entries.child(name)));
  }

  /**
   * All entries that no getter has asked for, in the file's order, with the keys as written: for
   * settings that belong to another system. Texts are substituted, numbers stay {@link Number}s,
   * lists and objects stay lists and maps. All become known keys.
   */
  public Map<String, Object> remaining() {
    return entries.remaining();
  }

  /** Reports what this key's value breaks; a secret's value is left out by itself. */
  public void error(String key, String rule) {
    entries.error(key, rule);
  }

  /** Reports what this key's value causes; a secret's value is left out by itself. */
  public void warning(String key, String rule) {
    entries.warning(key, rule);
  }

  /** Accepts a key that files carry and that does nothing, with a warning when it is there. */
  public void withoutEffect(String key) {
    entries.know(key);
    if (has(key)) {
      warning(key, "has no effect");
    }
  }

  /**
   * Refuses a key that a later version brings, whatever it is set to but {@code off}: it must not
   * look as if it worked.
   */
  void notAvailable(String key, Object... off) {
    entries.know(key);
    if (has(key) && !List.of(off).contains(entries.writtenValue(key))) {
      error(key, NOT_AVAILABLE);
    }
  }

  /** Reports every unknown key of this section and of those read from it. */
  void reportUnknownKeys(boolean asErrors) {
    entries.reportUnknown(asErrors);
    children.values().forEach(child -> child.reportUnknownKeys(asErrors));
  }

  private <T> Optional<T> required(String key, Optional<T> value, String rule) {
    if (value.isEmpty() && !entries.failed(key)) {
      entries.error(key, rule);
    }
    return value;
  }
}
