package io.fleettelemetry.simulator.trip;

import io.fleettelemetry.proto.vehicledata.Value;

/**
 * What a signal has to say at one point of a lap. Mostly that is a value, the same for all
 * vehicles, and written once; some need the vehicle or the time and become values when they are
 * sent. Equal readings are no news.
 */
sealed interface Reading {

  /**
   * The typed value.
   *
   * @param epochSeconds now
   */
  Value value(Progress vehicle, long epochSeconds);

  /** The same for all vehicles, laps and times. */
  record Fixed(Value value) implements Reading {
    @Override
    public Value value(Progress vehicle, long epochSeconds) {
      return value;
    }
  }

  /**
   * Something that only grows.
   *
   * @param sinceHome what this lap has added so far
   * @param perLap what a lap adds
   * @param perMile what each mile of the vehicle's life before added
   */
  record Counter(double sinceHome, double perLap, double perMile) implements Reading {
    @Override
    public Value value(Progress vehicle, long epochSeconds) {
      double before = vehicle.milesBefore() * perMile;
      return Values.real(before + vehicle.laps() * perLap + sinceHome, 3);
    }
  }

  /**
   * A time stamp.
   *
   * @param secondsAgo how long it is ago
   */
  record Clock(long secondsAgo) implements Reading {
    @Override
    public Value value(Progress vehicle, long epochSeconds) {
      return Values.epoch(epochSeconds - secondsAgo);
    }
  }

  /** The name that the owner gave the vehicle. */
  record Name() implements Reading {
    @Override
    public Value value(Progress vehicle, long epochSeconds) {
      return Values.of("Vehicle " + vehicle.number());
    }
  }
}
