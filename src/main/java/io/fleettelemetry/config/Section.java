package io.fleettelemetry.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * An object of the configuration file, read key by key. Keys match in any letter case and {@code
 * null} is absent. A getter that does not like a value reports it and gives the default, so that
 * reading goes on and finds every problem. What no getter asked for is an unknown key. For one
 * thread.
 */
public final class Section {

  static final String NOT_AVAILABLE = "not available in this version";

  private static final int MAX_PORT = 65_535;
  private static final Path NO_FILE = Path.of("");

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
    return of(path, values, environment, problems, new EffectiveConfig());
  }

  /** The same, entering what is read in {@code effective}. */
  static Section of(
      String path,
      Map<String, ?> values,
      Map<String, String> environment,
      Problems problems,
      EffectiveConfig effective) {
    return new Section(
        new Entries(
            values,
            new Substitution(environment),
            problems,
            new EffectiveSection(path, effective)));
  }

  /** Whether the file has this section at all, be it empty. */
  public boolean isPresent() {
    return entries.present();
  }

  /** Its own key in the section around it; empty for the whole file. */
  public String name() {
    return entries.effective().name();
  }

  /** The keys that are there, for a section whose keys are names: letter case tells them apart. */
  List<String> names() {
    return entries.namesAsData();
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
    return entries.read(key, Kind.TEXT, null);
  }

  /** A text, which may be empty. */
  public String string(String key, String defaultValue) {
    return entries.read(key, Kind.TEXT, defaultValue).orElseThrow();
  }

  /** A text that must be there and not be empty; otherwise that is reported. */
  public String requiredString(String key) {
    return required(key, string(key).filter(text -> !text.isEmpty()), "is required").orElse("");
  }

  /** A text that is kept out of every message. */
  public Optional<Secret> secret(String key) {
    effective().hide(key);
    return string(key).map(Secret::new);
  }

  /**
   * The same, where an environment variable wins when it is set and not empty.
   *
   * @param variable its name
   */
  public Optional<Secret> secret(String key, String variable) {
    Optional<Secret> written = secret(key);
    Optional<Secret> given = entries.environment(variable).map(Secret::new);
    given.ifPresent(secret -> effective().put(key, secret.value(), "environment " + variable));
    return given.or(() -> written);
  }

  /** {@code true} or {@code false}. */
  public boolean bool(String key, boolean defaultValue) {
    return entries.read(key, Kind.BOOL, defaultValue).orElseThrow();
  }

  /** A whole number from {@code min} to {@code max}. */
  public long wholeNumber(String key, long min, long max, long defaultValue) {
    return entries.read(key, Kind.wholeNumber(min, max), defaultValue).orElseThrow();
  }

  /** A whole number from {@code min} to {@code max}. */
  public OptionalInt integer(String key, int min, int max) {
    return entries
        .read(key, Kind.wholeNumber(min, max), null)
        .map(number -> OptionalInt.of(number.intValue()))
        .orElseGet(OptionalInt::empty);
  }

  /** A whole number from {@code min} to {@code max}. */
  public int integer(String key, int min, int max, int defaultValue) {
    return (int) wholeNumber(key, min, max, defaultValue);
  }

  /** A TCP port; 0 takes any free one. */
  public int port(String key, int defaultValue) {
    return integer(key, 0, MAX_PORT, defaultValue);
  }

  /** A TCP port of something that can be left off, which 0 does. */
  public OptionalInt portOrOff(String key) {
    int port = port(key, 0);
    return port == 0 ? OptionalInt.empty() : OptionalInt.of(port);
  }

  /** An address to bind or a host name; the empty text is the default. */
  public String host(String key, String defaultValue) {
    return entries.read(key, Kind.HOST, defaultValue).orElseThrow();
  }

  /** A whole number of this unit, {@code min} or more. */
  public Optional<Duration> duration(String key, ChronoUnit unit, int min) {
    return entries.read(key, Kind.duration(unit, min), null);
  }

  /** A whole number of this unit, {@code min} or more. */
  public Duration duration(String key, ChronoUnit unit, int min, Duration defaultValue) {
    return entries.read(key, Kind.duration(unit, min), defaultValue).orElseThrow();
  }

  /**
   * A time as text, such as {@code 250ms}, {@code 5s} or {@code 1m30s}, or as a whole number of
   * nanoseconds.
   *
   * @return -1 ns where {@code -1} is written, which stands for none; what 0 stands for is up to
   *     the key
   */
  public Optional<Duration> durationText(String key) {
    return entries.read(key, DurationText.KIND, null);
  }

  /** As {@link #choice(String, Map, Object)}, without a default. */
  public <T> Optional<T> choice(String key, Map<String, T> choices) {
    return entries.read(key, Kind.choice(choices), null);
  }

  /**
   * One of a few words, in any letter case.
   *
   * @param choices the words as documented, lower case, in the order in which messages list them;
   *     the default is one of them
   */
  public <T> T choice(String key, Map<String, T> choices, T defaultValue) {
    return entries.read(key, Kind.choice(choices), defaultValue).orElseThrow();
  }

  /** One of an enum's names, in any letter case. */
  public <E extends Enum<E>> E choice(String key, E defaultValue) {
    return choice(key, Value.words(defaultValue.getDeclaringClass()), defaultValue);
  }

  /** A list of texts; empty when absent. */
  public List<String> strings(String key) {
    return entries.read(key, Kind.TEXTS, List.of()).orElseThrow();
  }

  /** The same, where an empty list is something else than none. */
  public Optional<List<String>> stringsIfGiven(String key) {
    return entries.read(key, Kind.TEXTS, null);
  }

  /** An object of texts, in the file's order, its keys as they are written; empty when absent. */
  public Map<String, String> stringMap(String key) {
    return map(key, Kind.TEXT);
  }

  /** An object of lists of texts, as {@link #stringMap}. */
  public Map<String, List<String>> stringLists(String key) {
    return map(key, Kind.TEXTS);
  }

  private <T> Map<String, T> map(String key, Kind<T> kind) {
    Entries members = section(key).entries;
    Map<String, T> map = new LinkedHashMap<>();
    for (String name : members.namesAsData()) {
      if (members.has(name)) {
        members.read(name, kind, null).ifPresent(value -> map.put(name, value));
      }
    }
    if (map.isEmpty()) {
      effective().putEmpty(key, has(key));
    }
    return map;
  }

  /** A file that can be read; the empty text is absent. Relative to the working directory. */
  public Optional<Path> file(String key) {
    return entries.read(key, Kind.FILE, null);
  }

  /** A file that can be read and must be given; otherwise that is reported. */
  public Path requiredFile(String key) {
    return required(key, file(key), "is required: a file that can be read").orElse(NO_FILE);
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

  /** Where the reader of this section enters what the getters cannot know. */
  public EffectiveSection effective() {
    return entries.effective();
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
      effective().withoutEffect(key);
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
      refuseAsNotAvailable(key);
    }
  }

  /** Refuses a key that a later version brings. */
  void refuseAsNotAvailable(String key) {
    effective().notAvailable(key);
    error(key, NOT_AVAILABLE);
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
