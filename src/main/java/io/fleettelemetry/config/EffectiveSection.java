package io.fleettelemetry.config;

import io.fleettelemetry.config.EffectiveConfig.Ignored;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The part of {@link EffectiveConfig} that belongs to a section. Its getters enter what they read;
 * the reader of the section adds what they cannot know. Values are as a file would write them.
 */
public final class EffectiveSection {

  private final String path;
  private final EffectiveConfig config;
  private final Set<String> hidden = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  EffectiveSection(String path, EffectiveConfig config) {
    this.path = path;
    this.config = config;
  }

  /** The whole that this is a part of. */
  public EffectiveConfig config() {
    return config;
  }

  /** The last part of its path; empty for the whole file. */
  String name() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  EffectiveSection child(String key) {
    return new EffectiveSection(path(key), config);
  }

  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** Makes the value of a key a secret, whatever its name. */
  void hide(String key) {
    hidden.add(key);
  }

  boolean isSecret(String key) {
    return hidden.contains(key) || Secret.isNameOfOne(key);
  }

  /**
   * Enters a value that the reader sets where the file does not, and that is no getter's default,
   * since it follows from others.
   */
  public void defaulted(String key, Object value) {
    put(key, value, EffectiveConfig.DEFAULT);
  }

  /**
   * Enters a value that the reader goes by instead of the file's.
   *
   * @param key as the file writes it
   */
  public void adjusted(String key, Object value) {
    put(key, value, config.origin(path(key)) + ", adjusted");
  }

  /** Enters that a key does nothing, as the file writes it. */
  public void withoutEffect(String key) {
    config.ignore(path(key), Ignored.WITHOUT_EFFECT);
  }

  void notAvailable(String key) {
    config.ignore(path(key), Ignored.NOT_AVAILABLE);
  }

  void unknown(String key) {
    config.ignore(path(key), Ignored.UNKNOWN);
  }

  /** Enters a value, or null where there is none; a secret is left out. */
  void put(String key, Object value, String origin) {
    Object shown = hidden.contains(key) ? Secret.HIDDEN : Secret.hide(key, value);
    config.put(path(key), value == null ? null : shown, origin);
  }

  /** Takes out a key that is none in this configuration. */
  void remove(String key) {
    config.remove(path(key));
  }

  /** Enters an object that has nothing in it, or is not there. */
  void putEmpty(String key, boolean present) {
    put(key, Map.of(), present ? Replacement.FILE : EffectiveConfig.DEFAULT);
  }

  /**
   * Enters that a time came from an older name of its key, which is then no key of its own.
   *
   * @param unit the key's
   * @param inForce empty when the older name does not count
   */
  void older(String older, String key, ChronoUnit unit, Optional<Duration> inForce) {
    String origin = config.origin(path(older)) + ", as " + older;
    remove(older);
    inForce.map(Kind.duration(unit, 1).writing()).ifPresent(value -> put(key, value, origin));
  }
}
