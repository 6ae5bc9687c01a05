package io.fleettelemetry.dispatch;

import io.fleettelemetry.config.SettingsReader;
import java.util.function.BiFunction;

/**
 * One line of the catalogue of dispatchers.
 *
 * @param name what {@code records} calls it; also the name of its section in the configuration
 * @param settings reads that section
 * @param factory makes the dispatcher from its settings
 */
public record DispatcherType<S>(
    String name, SettingsReader<S> settings, BiFunction<S, DispatcherContext, Dispatcher> factory) {

  /**
   * Makes a dispatcher, which is not started: it has no thread, no file and no connection, and may
   * as well be dropped.
   *
   * @param settings what {@link #settings()} has read
   * @throws io.fleettelemetry.config.RefusedConfigException when the settings do not go with the
   *     rest of the configuration
   */
  @SuppressWarnings("unchecked") // settings are kept by dispatcher name, each from its own reader
  public Dispatcher create(Object settings, DispatcherContext context) {
    return factory.apply((S) settings, context);
  }
}
