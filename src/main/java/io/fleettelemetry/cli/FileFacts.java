package io.fleettelemetry.cli;

import io.fleettelemetry.config.EffectiveConfig;
import io.fleettelemetry.config.EffectiveConfig.Ignored;
import io.fleettelemetry.config.EffectiveConfig.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the rules of {@link Migration} ask about a file. What is wrong in it is absent here.
 *
 * @param known the dispatchers of this version
 */
record FileFacts(EffectiveConfig config, Set<String> known) {

  private static final String RECORDS = "records.";

  /** The value of a key, as text; empty when it is not set. */
  Optional<String> text(String path) {
    return config.setting(path).map(Setting::value).map(String::valueOf);
  }

  boolean is(String path, Object value) {
    return config.setting(path).filter(setting -> value.equals(setting.value())).isPresent();
  }

  /** Whether the file says something about a key. */
  boolean gives(String path) {
    return config.setting(path).filter(Setting::isGiven).isPresent();
  }

  /** Whether the server goes by this value because nobody chose one. */
  boolean defaultsTo(String path, Object value) {
    return is(path, value) && !gives(path);
  }

  /** Where the value of a key came from; empty when it was not read. */
  String origin(String path) {
    return config.setting(path).map(Setting::origin).orElse("");
  }

  /** A whole number of 1 or more stands there. */
  boolean isOn(String path) {
    return text(path).filter(text -> !text.equals("0")).isPresent();
  }

  Set<String> ignored(Ignored reason) {
    return config.ignored(reason);
  }

  /** The dispatchers of each record type, as the file lists them. */
  Map<String, List<String>> records() {
    Map<String, List<String>> records = new LinkedHashMap<>();
    config
        .settings()
        .tailMap(RECORDS)
        .forEach(
            (path, setting) -> {
              if (path.startsWith(RECORDS) && setting.value() instanceof List<?> names) {
                records.put(
                    path.substring(RECORDS.length()), names.stream().map(String::valueOf).toList());
              }
            });
    return records;
  }

  /** Whether a record type goes to this dispatcher. */
  boolean uses(String dispatcher) {
    return records().values().stream().anyMatch(names -> names.contains(dispatcher));
  }

  /** Whether acks of a type wait for a dispatcher. */
  boolean hasReliableAckSources() {
    return config.settings().keySet().stream().anyMatch(p -> p.startsWith("reliable_ack_sources."));
  }
}
