package io.fleettelemetry.dispatch.redis;

import io.fleettelemetry.telemetry.TelemetryRecord;
import java.util.function.UnaryOperator;

/**
 * The names that a record goes to.
 *
 * @param ofType the topic of a record type
 */
record Topics(UnaryOperator<String> ofType) {

  /** The topic that all vehicles share. */
  String shared(TelemetryRecord record) {
    return ofType.apply(record.type().name());
  }

  /** The vehicle's own; the braces make a cluster keep all of a vehicle in one place. */
  String own(TelemetryRecord record) {
    return shared(record) + "_{" + record.vin() + "}";
  }
}
