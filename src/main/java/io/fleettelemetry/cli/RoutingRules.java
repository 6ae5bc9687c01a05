package io.fleettelemetry.cli;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Who gets records, and whom acks and vehicles wait for. */
final class RoutingRules {

  /** These have no system that can be away. */
  private static final Set<String> LOCAL = Set.of("logger", "file");

  private static final String SOURCES = "reliable_ack_sources";

  static final List<MigrationRule> ALL =
      List.of(
          MigrationRule.when(
              file -> file.is("reliable_ack", true) && !file.hasReliableAckSources(),
              new Difference(
                  "reliable_ack",
                  "does nothing by itself: records are acknowledged as soon as they are handed over",
                  "name for each record type in reliable_ack_sources whom its acks wait for")),
          MigrationRule.when(
              file -> file.hasReliableAckSources() && !file.is("reliable_ack_failure", "never"),
              new Difference(
                  SOURCES,
                  "a record that its system refuses for good is answered with the error \"record not"
                      + " stored\", where the server in the field is silent",
                  "\"reliable_ack_failure\": \"never\" keeps the silence")),
          RoutingRules::named,
          RoutingRules::waiting,
          MigrationRule.when(
              file -> !file.records().isEmpty(),
              new Difference(
                  "records",
                  "the metadata entry timestamp is the time in the vehicle's message, in the field"
                      + " always 0",
                  "see that consumers do not rely on the 0")),
          MigrationRule.when(
              file -> file.records().containsKey("V") && file.is("transmit_decoded_records", false),
              new Difference(
                  "records.V",
                  "fields that the schema does not know yet are also kept beside a value that the"
                      + " server rewrites; in the field they get lost there",
                  "")));

  private RoutingRules() {}

  private static Stream<Difference> named(FileFacts file) {
    return file.records().entrySet().stream()
        .flatMap(
            entry ->
                repeated(entry.getValue()).stream()
                    .map(
                        name ->
                            new Difference(
                                "records." + entry.getKey(),
                                "names " + name + " more than once: it gets each record once",
                                "name it once")));
  }

  private static Set<String> repeated(List<String> names) {
    Set<String> seen = new HashSet<>();
    Set<String> repeated = new TreeSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        repeated.add(name);
      }
    }
    return repeated;
  }

  private static Stream<Difference> waiting(FileFacts file) {
    return file.known().stream()
        .sorted()
        .filter(name -> !LOCAL.contains(name) && file.uses(name))
        .filter(name -> waitsUnasked(file, "dispatch.overflow." + name))
        .map(
            name ->
                new Difference(
                    "dispatch.overflow." + name,
                    "while %s is away or full, vehicles are not read, stay connected and go on when it"
                            .formatted(name)
                        + " is back; in the field they are read on, and records whose acks do not"
                        + " wait for it get lost",
                    "with \"drop\" they are read on here too, and what is dropped is counted"));
  }

  private static boolean waitsUnasked(FileFacts file, String path) {
    return !file.gives(path) && file.text(path).filter(text -> text.contains("wait")).isPresent();
  }
}
