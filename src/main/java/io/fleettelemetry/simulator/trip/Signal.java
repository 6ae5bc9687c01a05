package io.fleettelemetry.simulator.trip;

import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.proto.vehicledata.Value;
import java.util.function.Function;

/**
 * A field that a vehicle reports: where its reading comes from and how often it may be told.
 *
 * @param field its name on the wire
 * @param every a new reading is told so many records after the last one at the earliest
 * @param repeat an old reading is told again after so many records
 * @param urgent whether a new reading goes before all others
 * @param reading from the vehicle at one moment
 */
record Signal(
    Field field, int every, int repeat, boolean urgent, Function<Moment, Reading> reading) {
  private static final int REPEAT = 200;
  private static final int REPEAT_URGENT = 15;

  /** Told in each record. */
  static Signal always(Field field, Function<Moment, Value> value) {
    return new Signal(field, 0, 0, true, fixed(value));
  }

  /** Told at once when it changes, and often: what everything else is understood by. */
  static Signal urgent(Field field, Function<Moment, Value> value) {
    return new Signal(field, 1, REPEAT_URGENT, true, fixed(value));
  }

  /** Told at a measured pace while it changes. */
  static Signal every(int records, Field field, Function<Moment, Value> value) {
    return new Signal(field, records, REPEAT, false, fixed(value));
  }

  /** Told when it changes. */
  static Signal onChange(Field field, Function<Moment, Value> value) {
    return every(1, field, value);
  }

  /** Never changes on a trip. */
  static Signal setting(Field field, Value value) {
    return reading(REPEAT, field, m -> new Reading.Fixed(value));
  }

  /** As {@link #every}, for what is the vehicle's own. */
  static Signal reading(int records, Field field, Function<Moment, Reading> reading) {
    return new Signal(field, records, REPEAT, false, reading);
  }

  private static Function<Moment, Reading> fixed(Function<Moment, Value> value) {
    return value.andThen(Reading.Fixed::new);
  }
}
