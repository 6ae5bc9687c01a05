package io.fleettelemetry.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The section {@code dispatchers}: those of the operator's own, by the names that he gives them.
 */
final class CustomDispatchers {

  /** It becomes a part of metrics' names, of event bus addresses and of log lines. */
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,63}");

  private final Section section;
  private final Optional<SettingsReader<?>> reader;
  private final Set<String> names = new LinkedHashSet<>();

  /**
   * Reads their names; one that cannot be used is reported.
   *
   * @param builtIn the names of the server's own
   * @param reader what reads each; absent where there can be none
   */
  CustomDispatchers(Section section, Set<String> builtIn, Optional<SettingsReader<?>> reader) {
    this.section = section;
    this.reader = reader;
    if (reader.isPresent()) {
      readNames(builtIn);
    }
  }

  private void readNames(Set<String> builtIn) {
    Set<String> servers = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    servers.addAll(builtIn);
    servers.addAll(LaterVersion.DISPATCHERS);
    Set<String> taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (String name : section.names()) {
      if (servers.contains(name)) {
        section.error(name, "is the name of one of the server's own dispatchers; choose another");
      } else if (!NAME.matcher(name).matches()) {
        section.error(
            name,
            "must be a name of letters, digits and _, not beginning with a digit, 64 at most");
      } else if (!taken.add(name)) {
        section.error(name, "differs from another name in letter case alone; choose another");
      } else {
        names.add(name);
      }
    }
  }

  /** The names that can be used, in the file's order. */
  Set<String> names() {
    return names;
  }

  /** The settings of those that {@code records} name; the others are checked all the same. */
  Map<String, Object> settings(RoutingConfig routing) {
    Map<String, Object> settings = new LinkedHashMap<>();
    for (String name : names) {
      Object read = reader.orElseThrow().read(section.section(name));
      if (routing.dispatchers().contains(name)) {
        settings.put(name, read);
      }
    }
    return settings;
  }
}
