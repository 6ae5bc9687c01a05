package io.fleettelemetry.config;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the server goes by: every key that was read, with its value and where that came from; and
 * the keys of the file that it does not go by. The getters of {@link Section} write it, so that no
 * key can be forgotten. Holds no secret. Not changed once loading is done.
 */
public final class EffectiveConfig {

  private static final Comparator<String> ALPHABETICAL =
      String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.naturalOrder());

  /** The origin of a value that nobody chose. */
  static final String DEFAULT = "default";

  /** Why the server does not go by a key that is there. */
  public enum Ignored {
    /** Files for the server in the field carry it; it does nothing here. */
    WITHOUT_EFFECT,
    /** A later version brings it, so it is refused. */
    NOT_AVAILABLE,
    UNKNOWN
  }

  /**
   * One key.
   *
   * @param value as JSON has it: a text, number, boolean, list or map, in the unit that the file
   *     uses; null when the key is not set and has no default; {@code (hidden)} for a secret
   * @param origin {@code default}; {@code file}, with how the file writes the key where that is
   *     different; {@code environment NAME} and {@code @file:PATH} where the file refers to these
   */
  public record Setting(Object value, String origin) {

    /** Whether somebody chose this value, be it the same as the default. */
    public boolean isGiven() {
      return !origin.equals(DEFAULT);
    }
  }

  private final SortedMap<String, Setting> settings = new TreeMap<>(ALPHABETICAL);
  private final SortedSet<Path> files = new TreeSet<>();
  private final Map<Ignored, SortedSet<String>> ignored = new EnumMap<>(Ignored.class);

  void readFrom(Collection<Path> sources) {
    files.addAll(sources);
  }

  /** The files that values were taken from with {@code @file:}, or should have been. */
  public SortedSet<Path> files() {
    return Collections.unmodifiableSortedSet(files);
  }

  void put(String path, Object value, String origin) {
    settings.put(path, new Setting(value, origin));
  }

  /** Where the value of a key came from. */
  String origin(String path) {
    return setting(path).map(Setting::origin).orElse(DEFAULT);
  }

  /** Takes a key out again. */
  void remove(String path) {
    settings.remove(path);
  }

  void ignore(String path, Ignored reason) {
    settings.remove(path);
    ignored.computeIfAbsent(reason, r -> new TreeSet<>()).add(path);
  }

  /** What the server goes by, by the key's path, {@code tls.server_cert}, in alphabetical order. */
  public SortedMap<String, Setting> settings() {
    return Collections.unmodifiableSortedMap(settings);
  }

  /** The setting of a path, which is written as {@link #settings} has it. */
  public Optional<Setting> setting(String path) {
    return Optional.ofNullable(settings.get(path));
  }

  /** The paths of the keys that the server does not go by for this reason. */
  public SortedSet<String> ignored(Ignored reason) {
    return Collections.unmodifiableSortedSet(ignored.getOrDefault(reason, new TreeSet<>()));
  }
}
