package io.fleettelemetry.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the whole file. */
final class ServerConfigReader {

  private static final String ALL_ADDRESSES = "0.0.0.0";
  private static final int DEFAULT_PORT = 443;
  private static final int MOST_TRACKED_VINS = 20;

  private final Section root;
  private final Map<String, String> environment;
  private final Problems problems;

  ServerConfigReader(Section root, Map<String, String> environment, Problems problems) {
    this.root = root;
    this.environment = environment;
    this.problems = problems;
  }

  /**
   * Reads every key and reports every problem.
   *
   * @param dispatchers what reads the section of each dispatcher, by name
   * @return the configuration; only good when there was no error
   */
  ServerConfig read(Map<String, SettingsReader<?>> dispatchers) {
    LaterVersion.refuse(root);
    root.withoutEffect("reliable_ack_workers");
    root.withoutEffect("data_connectors");
    RoutingConfig routing = new RoutingReader(root, dispatchers.keySet()).read();
    return new ServerConfig(
        root.host("host", ALL_ADDRESSES),
        root.port("port").orElse(DEFAULT_PORT),
        root.portOrOff("status_port"),
        LogConfig.read(root),
        root.string("namespace").orElse(""),
        routing,
        root.bool("transmit_decoded_records", false),
        RateLimitConfig.read(root.section("rate_limit")),
        trackedVins(),
        TlsConfig.read(root, environment, problems),
        MonitoringConfig.read(root.section("monitoring")),
        dispatcherSettings(dispatchers, routing));
  }

  private Set<String> trackedVins() {
    List<String> vins = root.strings("vins_signal_tracking_enabled");
    if (vins.size() > MOST_TRACKED_VINS || vins.contains("")) {
      root.error(
          "vins_signal_tracking_enabled",
          "must be a list of at most %d VINs".formatted(MOST_TRACKED_VINS));
    }
    return Collections.unmodifiableSet(new LinkedHashSet<>(vins));
  }

  /** A section that is there is checked even when no record type uses it. */
  private Map<String, Object> dispatcherSettings(
      Map<String, SettingsReader<?>> dispatchers, RoutingConfig routing) {
    Map<String, Object> settings = new LinkedHashMap<>();
    dispatchers.forEach(
        (name, reader) -> {
          boolean used = routing.records().values().stream().anyMatch(l -> l.contains(name));
          if (used) {
            settings.put(name, reader.read(root.section(name)));
          } else if (root.has(name)) {
            reader.read(root.section(name));
          }
        });
    return Collections.unmodifiableMap(settings);
  }
}
