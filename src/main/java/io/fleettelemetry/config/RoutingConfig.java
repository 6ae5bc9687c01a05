package io.fleettelemetry.config;

import io.fleettelemetry.telemetry.RecordType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which dispatchers get which records, and whose confirmation an ack waits for.
 *
 * @param records dispatchers by record type, at least one a type, each once, in the file's order
 * @param reliableAckSources the dispatcher that must confirm before an ack, by record type
 * @param reliableAckFailure when a vehicle is told that its record was not stored
 * @param overflow what a full dispatcher does to vehicles, where the file says so; see {@link
 *     #overflow(String, String)}
 * @param deadLetter the dispatcher of records that no other can take; see {@link
 *     io.fleettelemetry.telemetry.RecordType#DEAD_LETTER}
 */
public record RoutingConfig(
    Map<String, List<String>> records,
    Map<String, String> reliableAckSources,
    ReliableAckFailure reliableAckFailure,
    Map<String, Overflow> overflow,
    Optional<String> deadLetter) {

  /** A dispatcher that a type names twice gets its records once. */
  public RoutingConfig {
    Map<String, List<String>> distinct = new LinkedHashMap<>();
    records.forEach((type, names) -> distinct.put(type, names.stream().distinct().toList()));
    records = Collections.unmodifiableMap(distinct);
  }

  /** What happens to records of a type when a dispatcher of it is full. */
  public Overflow overflow(String type, String dispatcher) {
    boolean matters =
        dispatcher.equals(reliableAckSources.get(type)) || records.get(type).size() == 1;
    return overflow.getOrDefault(dispatcher, matters ? Overflow.WAIT : Overflow.DROP);
  }

  /** The names of all dispatchers that get records, each once. */
  public List<String> dispatchers() {
    return Stream.concat(records.values().stream().flatMap(List::stream), deadLetter.stream())
        .distinct()
        .toList();
  }

  /** The types of all records that dispatchers get, dead letters with them. */
  public Set<String> recordTypes() {
    return Stream.concat(
            records.keySet().stream(),
            deadLetter.stream().map(name -> RecordType.DEAD_LETTER.name()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The types of the records that a dispatcher gets, dead letters with them. */
  public Set<String> recordTypes(String dispatcher) {
    return recordTypes().stream()
        .filter(
            type ->
                isDeadLetter(type)
                    ? deadLetter.get().equals(dispatcher)
                    : records.get(type).contains(dispatcher))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The dispatcher that must confirm a record of this type before an ack; empty when none must. */
  public Optional<String> reliableAckSource(String type) {
    return isDeadLetter(type) ? deadLetter : Optional.ofNullable(reliableAckSources.get(type));
  }

  /** Whether the server makes the records of this type, and not a vehicle. */
  private boolean isDeadLetter(String type) {
    return deadLetter.isPresent() && type.equals(RecordType.DEAD_LETTER.name());
  }

  /** When the error {@code record not stored} is sent. */
  public enum ReliableAckFailure {
    /** Only when the system refuses the record for good. */
    FINAL,
    /** Also when it was only not stored in time. */
    ALWAYS,
    NEVER
  }

  /** What happens to a record when its dispatcher is full. */
  public enum Overflow {
    /** The vehicle is not read until there is room. */
    WAIT,
    /** The record is dropped for this dispatcher and counted. */
    DROP
  }
}
