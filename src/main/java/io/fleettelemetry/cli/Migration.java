package io.fleettelemetry.cli;

import io.fleettelemetry.config.EffectiveConfig;
import io.fleettelemetry.config.SettingsReader;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a file makes behave differently here than with the server in the field. */
final class Migration {

  private static final List<MigrationRule> RULES =
      Stream.of(
              IgnoredKeyRules.ALL,
              RateLimitRules.ALL,
              RoutingRules.ALL,
              KafkaRules.ALL,
              RedisRules.ALL,
              ZmqRules.ALL,
              ObservationRules.ALL,
              ProtocolRules.ALL)
          .flatMap(List::stream)
          .toList();

  private final Set<String> dispatchers;

  /**
   * @param dispatchers the names of those of this version
   */
  Migration(Set<String> dispatchers) {
    this.dispatchers = Set.copyOf(dispatchers);
  }

  /** All differences that concern the file, the gravest kinds first. */
  List<Difference> differences(EffectiveConfig config) {
    FileFacts file = new FileFacts(config, known(config));
    return RULES.stream().flatMap(rule -> rule.differences(file)).toList();
  }

  /** Those of this version, and the file's own. */
  private Set<String> known(EffectiveConfig config) {
    Set<String> known = new TreeSet<>(dispatchers);
    known.remove(SettingsReader.CUSTOM);
    String prefix = SettingsReader.CUSTOM + ".";
    config.settings().tailMap(prefix).keySet().stream()
        .takeWhile(path -> path.startsWith(prefix))
        .map(path -> path.substring(prefix.length()).split("\\.", 2)[0])
        .forEach(known::add);
    return known;
  }
}
