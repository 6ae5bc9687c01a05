package io.fleettelemetry;

import io.fleettelemetry.config.ShutdownConfig;
import io.fleettelemetry.server.DrainTimes;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * How the time of a stop is divided. Vehicles are first: what is left behind the spread is divided
 * into a third for answers that are still to come, two seconds for goodbyes, two to close the rest,
 * a sixth each where that is less, and all between for the dispatchers; they begin earlier when the
 * vehicles are gone earlier. Immutable.
 *
 * @param drain of the vehicles
 * @param flushEnd when the dispatchers must be done, from the begin of the stop
 * @param end when all must be done, from the begin of the stop
 */
record StopTimes(DrainTimes drain, Duration flushEnd, Duration end) {

  private static final Duration GOODBYE = Duration.ofSeconds(2);
  private static final Duration CLOSE = Duration.ofSeconds(2);
  private static final int ANSWERS_SHARE = 3;
  private static final int SHARE = 6;

  static StopTimes of(ShutdownConfig config) {
    Duration behind = config.timeout().minus(config.spread());
    Duration sixth = behind.dividedBy(SHARE);
    return new StopTimes(
        new DrainTimes(
            config.spread(),
            behind.dividedBy(ANSWERS_SHARE),
            Collections.min(List.of(GOODBYE, sixth))),
        config.timeout().minus(Collections.min(List.of(CLOSE, sixth))),
        config.timeout());
  }
}
