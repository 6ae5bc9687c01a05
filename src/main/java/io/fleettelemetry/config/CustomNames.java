package io.fleettelemetry.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The section {@code dispatchers}: those of the operator's own, by the names that he gives them.
 */
final class CustomNames {

  /** It becomes a part of metrics' names, of event bus addresses and of log lines. */
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,63}");

  private final Section section;
  private final Set<String> builtIn;
  private final Set<String> names = new LinkedHashSet<>();

  CustomNames(Section section, Set<String> builtIn) {
    this.section = section;
    this.builtIn = builtIn;
  }

  /** The names that can be used, in the file's order; any other is reported. */
  Set<String> read() {
    for (String name : section.names()) {
      if (builtIn.contains(name) || LaterVersion.DISPATCHERS.contains(name)) {
        section.error(name, "is the name of one of the server's own dispatchers; choose another");
      } else if (!NAME.matcher(name).matches()) {
        section.error(
            name,
            "must be a name of letters, digits and _, not beginning with a digit, 64 at most");
      } else {
        names.add(name);
      }
    }
    return names;
  }

  /** The settings of those that {@code records} name; the others are checked all the same. */
  Map<String, Object> settings(SettingsReader<?> reader, RoutingConfig routing) {
    Map<String, Object> settings = new LinkedHashMap<>();
    for (String name : names) {
      Object read = reader.read(section.section(name));
      if (routing.dispatchers().contains(name)) {
        settings.put(name, read);
      }
    }
    return settings;
  }
}
