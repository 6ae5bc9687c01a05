package io.fleettelemetry.config;

import io.fleettelemetry.config.RoutingConfig.Overflow;
import io.fleettelemetry.config.RoutingConfig.ReliableAckFailure;
import io.fleettelemetry.telemetry.RecordType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads which dispatchers get which records, and whom acks wait for. */
final class RoutingReader {

  private static final String LOGGER = "logger";

  private static final Map<String, Overflow> OVERFLOWS = Value.words(Overflow.class);

  private final Section root;
  private final Set<String> dispatchers;

  /**
   * @param dispatchers the names that {@code records} may use
   */
  RoutingReader(Section root, Set<String> dispatchers) {
    this.root = root;
    this.dispatchers = dispatchers;
  }

  RoutingConfig read() {
    Map<String, List<String>> records = records();
    Map<String, String> sources = reliableAckSources(records);
    if (root.bool("reliable_ack", false) && sources.isEmpty()) {
      root.warning("reliable_ack", insteadOfReliableAck(records));
    }
    RoutingConfig routing =
        new RoutingConfig(
            records,
            sources,
            root.choice("reliable_ack_failure", ReliableAckFailure.FINAL),
            overflow(records),
            deadLetter(records));
    enterDefaultOverflow(routing);
    return routing;
  }

  private Map<String, List<String>> records() {
    Map<String, List<String>> records = new LinkedHashMap<>();
    Section section = root.section("records");
    root.stringLists("records")
        .forEach(
            (type, names) -> {
              if (names.isEmpty()) {
                section.error(type, "must name at least one dispatcher");
              }
              records.put(type, names);
            });
    records.forEach(
        (type, names) ->
            names.forEach(name -> nameFault(name).ifPresent(rule -> section.error(type, rule))));
    if (records.isEmpty()) {
      root.warning("records", "routes no record type, so nothing that vehicles send is kept");
    }
    return Collections.unmodifiableMap(records);
  }

  /** What is wrong with the name of a dispatcher; empty when it is one. */
  private Optional<String> nameFault(String name) {
    if (LaterVersion.DISPATCHERS.contains(name)) {
      return Optional.of("the dispatcher %s is %s".formatted(name, Section.NOT_AVAILABLE));
    }
    if (dispatchers.contains(name)) {
      return Optional.empty();
    }
    String near = Nearest.of(name, dispatchers).orElse("none");
    return Optional.of("there is no dispatcher %s; the nearest is %s".formatted(name, near));
  }

  private Optional<String> deadLetter(Map<String, List<String>> records) {
    Optional<String> name = root.string("dead_letter").filter(text -> !text.isEmpty());
    name.flatMap(this::nameFault).ifPresent(rule -> root.error("dead_letter", rule));
    if (name.isPresent() && records.containsKey(RecordType.DEAD_LETTER.name())) {
      root.error(
          "dead_letter",
          ("records routes the type %s too, which vehicles would then send: take it out of records,"
                  + " or leave this key out")
              .formatted(RecordType.DEAD_LETTER));
    }
    return name;
  }

  private Map<String, String> reliableAckSources(Map<String, List<String>> records) {
    Map<String, String> sources = root.stringMap("reliable_ack_sources");
    Section section = root.section("reliable_ack_sources");
    sources.forEach(
        (type, dispatcher) -> {
          if (type.equals(RecordType.CONNECTIVITY.name())) {
            section.error(type, "records that the server makes itself are never acked");
          } else if (dispatcher.equals(LOGGER)) {
            section.error(type, "the logger stores nothing, so no ack can wait for it");
          } else if (!records.getOrDefault(type, List.of()).contains(dispatcher)) {
            section.error(type, "must be a dispatcher that records lists for " + type);
          }
        });
    return Collections.unmodifiableMap(sources);
  }

  private static String insteadOfReliableAck(Map<String, List<String>> records) {
    List<String> entries = new ArrayList<>();
    records.forEach(
        (type, names) ->
            names.stream()
                .filter(name -> !name.equals(LOGGER))
                .filter(name -> !type.equals(RecordType.CONNECTIVITY.name()))
                .findFirst()
                .ifPresent(name -> entries.add("\"%s\": \"%s\"".formatted(type, name))));
    return entries.isEmpty()
        ? "has no effect: records name no dispatcher that could confirm"
        : "has no effect; write \"reliable_ack_sources\": {%s}"
            .formatted(String.join(", ", entries));
  }

  private Map<String, Overflow> overflow(Map<String, List<String>> records) {
    Section section = root.section("dispatch").section("overflow");
    Set<String> used = new LinkedHashSet<>();
    records.values().forEach(used::addAll);
    Map<String, Overflow> overflow = new LinkedHashMap<>();
    LaterVersion.DISPATCHERS.forEach(section::notAvailable);
    for (String name : dispatchers) {
      section.choice(name, OVERFLOWS).ifPresent(value -> overflow.put(name, value));
      if (!used.contains(name)) {
        leaveOut(section, name);
      }
    }
    return Collections.unmodifiableMap(overflow);
  }

  /** A dispatcher that gets no records is never full. */
  private static void leaveOut(Section section, String name) {
    section.effective().remove(name);
    if (section.has(name)) {
      section.effective().withoutEffect(name);
      section.warning(name, "has no effect: records do not name this dispatcher");
    }
  }

  /** What a dispatcher does may differ between its record types where the file does not say. */
  private void enterDefaultOverflow(RoutingConfig routing) {
    Section section = root.section("dispatch").section("overflow");
    for (String name : routing.dispatchers()) {
      Map<String, String> byType = new LinkedHashMap<>();
      routing
          .records()
          .forEach(
              (type, names) -> {
                if (names.contains(name)) {
                  byType.put(type, Value.word(routing.overflow(type, name)));
                }
              });
      Set<String> all = Set.copyOf(byType.values());
      // What gets dead letters alone is never waited for, whatever the file says.
      if (!section.has(name) && !all.isEmpty()) {
        section.effective().defaulted(name, all.size() == 1 ? all.iterator().next() : byType);
      }
    }
  }
}
