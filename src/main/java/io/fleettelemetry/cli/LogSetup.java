package io.fleettelemetry.cli;

import io.fleettelemetry.config.LogConfig;
import io.fleettelemetry.logging.LogEvent;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes the configuration of logs over, before the first line. */
@FunctionalInterface
public interface LogSetup {

  /**
   * Makes what is logged from now on go where it should.
   *
   * @param listener who gets the events, on the threads that log; absent: they are written as the
   *     configuration says
   */
  void configure(LogConfig config, Optional<Consumer<LogEvent>> listener);
}
