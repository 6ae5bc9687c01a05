package io.fleettelemetry.dispatch.custom;

import io.fleettelemetry.config.Section;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An entry of the section {@code dispatchers}.
 *
 * @param name the dispatcher's, as {@code records} has it
 * @param verticle what Vert.x deploys: a class, or what a verticle factory takes, such as {@code
 *     script:FILE}
 * @param instances how many of it, 1 to 64
 * @param worker whether it may block its thread
 * @param startTimeout how long it may take to start
 * @param timeout how long a record may wait for its turn and for the verticle's reply together
 * @param maxInFlight records that the verticle may have without a reply; more wait before it
 * @param config what the verticle gets as its own configuration; values as a JSON parser gives them
 */
public record CustomSettings(
    String name,
    String verticle,
    int instances,
    boolean worker,
    Duration startTimeout,
    Duration timeout,
    int maxInFlight,
    Map<String, Object> config) {

  private static final int MOST_INSTANCES = 64;
  private static final Duration DEFAULT_START_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
  private static final int DEFAULT_IN_FLIGHT = 1_000;
  private static final int MOST_IN_FLIGHT = 1_000_000;

  public CustomSettings {
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
  }

  /** Reads one entry. What is in its {@code config} is the verticle's own matter. */
  public static CustomSettings read(Section section) {
    return new CustomSettings(
        section.name(),
        section.requiredString("verticle"),
        section.integer("instances", 1, MOST_INSTANCES, 1),
        section.bool("worker", true),
        section.duration("start_timeout_s", ChronoUnit.SECONDS, 1, DEFAULT_START_TIMEOUT),
        section.duration("timeout_ms", ChronoUnit.MILLIS, 1, DEFAULT_TIMEOUT),
        section.integer("max_in_flight", 1, MOST_IN_FLIGHT, DEFAULT_IN_FLIGHT),
        section.section("config").remaining());
  }

  /** Where the verticle consumes records of a type. */
  String address(String recordType) {
    return "telemetry." + recordType + "." + name;
  }

  /** Without what is the verticle's own: nobody else knows what of it is secret. */
  @Override
  public String toString() {
    return "CustomSettings[name=" + name + ", verticle=" + verticle + "]";
  }
}
