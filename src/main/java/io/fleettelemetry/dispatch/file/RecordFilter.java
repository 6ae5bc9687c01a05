package io.fleettelemetry.dispatch.file;

import java.util.Set;
import java.util.function.Predicate;

/**
 * Which records of a store are wanted: those to which all of this applies. Immutable if the
 * predicate is.
 *
 * @param vins of these vehicles; empty for any
 * @param types of these record types, by name; empty for any
 * @param sinceMillis received then or later, epoch milliseconds; {@link Long#MIN_VALUE} for any
 * @param untilMillis received before then, epoch milliseconds; {@link Long#MAX_VALUE} for any
 * @param content asked last, about a record to which all else applies
 */
public record RecordFilter(
    Set<String> vins,
    Set<String> types,
    long sinceMillis,
    long untilMillis,
    Predicate<StoredRecord> content) {

  /** Every record. */
  public static final RecordFilter ALL =
      new RecordFilter(Set.of(), Set.of(), Long.MIN_VALUE, Long.MAX_VALUE, record -> true);

  boolean takesVin(String vin) {
    return vins.isEmpty() || vins.contains(vin);
  }

  boolean takesType(String type) {
    return types.isEmpty() || types.contains(type);
  }

  boolean takesTime(long receivedAtMillis) {
    return receivedAtMillis >= sinceMillis && receivedAtMillis < untilMillis;
  }
}
