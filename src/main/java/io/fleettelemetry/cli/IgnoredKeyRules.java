package io.fleettelemetry.cli;

import io.fleettelemetry.config.EffectiveConfig.Ignored;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Keys and names of the file that this version does not go by. */
final class IgnoredKeyRules {

  static final List<MigrationRule> ALL =
      List.of(
          IgnoredKeyRules::notAvailable,
          IgnoredKeyRules::unknownDispatchers,
          IgnoredKeyRules::unknown,
          IgnoredKeyRules::withoutEffect);

  /** Keys with which that server leaves TLS to a proxy. */
  private static final Set<String> PROXY_KEYS = Set.of("disable_tls", "tls_pass_through");

  private static final String CONNECTORS = "data_connectors";

  private IgnoredKeyRules() {}

  private static Stream<Difference> notAvailable(FileFacts file) {
    return file.ignored(Ignored.NOT_AVAILABLE).stream()
        .map(
            key ->
                new Difference(
                    key,
                    "is not available in this version: the file is refused",
                    "remove it, or stay with the other server until a later version has it"));
  }

  private static Stream<Difference> unknownDispatchers(FileFacts file) {
    return file.records().entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue().stream()
                    .distinct()
                    .filter(name -> !file.known().contains(name))
                    .map(
                        name ->
                            new Difference(
                                "records." + entry.getKey(),
                                "this version has no dispatcher " + name + ": the file is refused",
                                "name one of these: "
                                    + String.join(", ", file.known().stream().sorted().toList()))));
  }

  private static Stream<Difference> unknown(FileFacts file) {
    return file.ignored(Ignored.UNKNOWN).stream()
        .map(
            key ->
                PROXY_KEYS.contains(key.toLowerCase(Locale.ROOT))
                    ? new Difference(
                        key,
                        "is not known here: vehicles' TLS always ends at this server",
                        "let the proxy before it pass TLS through as it is, and remove the key")
                    : new Difference(
                        key,
                        "is not known here and does nothing; unknown keys are told, with --strict"
                            + " refused",
                        "correct or remove it"));
  }

  private static Stream<Difference> withoutEffect(FileFacts file) {
    return file.ignored(Ignored.WITHOUT_EFFECT).stream()
        .map(
            key ->
                key.equalsIgnoreCase(CONNECTORS)
                    ? new Difference(
                        key,
                        "does nothing here: no vehicle is asked about or kept out by it",
                        "remove it, once you do without what it did")
                    : new Difference(key, "does nothing here", "remove it"));
  }
}
