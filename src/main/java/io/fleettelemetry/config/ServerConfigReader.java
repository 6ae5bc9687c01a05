package io.fleettelemetry.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

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
   * @param dispatchers what reads the section of each dispatcher, by name; {@link
   *     SettingsReader#CUSTOM} is there too
   * @return the configuration; only good when there was no error
   */
  ServerConfig read(Map<String, SettingsReader<?>> dispatchers) {
    LaterVersion.refuse(root);
    root.withoutEffect("reliable_ack_workers");
    root.withoutEffect("data_connectors");
    Map<String, SettingsReader<?>> builtIn = new TreeMap<>(dispatchers);
    Optional<SettingsReader<?>> reader = Optional.ofNullable(builtIn.remove(SettingsReader.CUSTOM));
    CustomDispatchers own =
        new CustomDispatchers(root.section(SettingsReader.CUSTOM), builtIn.keySet(), reader);
    Set<String> names = new TreeSet<>(builtIn.keySet());
    names.addAll(own.names());
    RoutingConfig routing = new RoutingReader(root, names).read();
    ServerConfig config = config(builtIn, own, routing);
    checkPorts(config);
    return config;
  }

  private ServerConfig config(
      Map<String, SettingsReader<?>> builtIn, CustomDispatchers own, RoutingConfig routing) {
    return new ServerConfig(
        root.host("host", ALL_ADDRESSES),
        root.port("port", DEFAULT_PORT),
        root.portOrOff("status_port"),
        LogConfig.read(root),
        root.string("namespace", ""),
        routing,
        root.bool("transmit_decoded_records", false),
        RateLimitConfig.read(root.section("rate_limit")),
        trackedVins(),
        TlsConfig.read(root, environment, problems),
        AccessConfig.read(root),
        ConnectionsConfig.read(root.section("connections")),
        ShutdownConfig.read(root.section("shutdown")),
        MonitoringConfig.read(root.section("monitoring")),
        dispatcherSettings(builtIn, own, routing));
  }

  /**
   * Servers of one process that listen on one address and port share it, without an error, and then
   * none of them serves what it should. The status port is on all addresses.
   */
  private void checkPorts(ServerConfig config) {
    OptionalInt port = OptionalInt.of(config.port());
    OptionalInt metricsPort = config.monitoring().prometheusPort();
    Section monitoring = root.section("monitoring");
    String metrics = "prometheus_metrics_port";
    if (config.statusPort().equals(port)) {
      root.error("status_port", "must differ from port");
    }
    if (metricsPort.equals(port) && meet(config.host(), config.monitoring().prometheusHost())) {
      monitoring.error(metrics, "must differ from port");
    }
    if (metricsPort.isPresent() && metricsPort.equals(config.statusPort())) {
      monitoring.error(metrics, "must differ from status_port");
    }
  }

  private static boolean meet(String host, String other) {
    return isAll(host) || isAll(other) || host.equalsIgnoreCase(other);
  }

  private static boolean isAll(String host) {
    return host.equals(ALL_ADDRESSES) || host.equals("::");
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
      Map<String, SettingsReader<?>> builtIn, CustomDispatchers own, RoutingConfig routing) {
    Map<String, Object> settings = new LinkedHashMap<>();
    builtIn.forEach(
        (name, reader) -> {
          if (routing.dispatchers().contains(name)) {
            settings.put(name, reader.read(root.section(name)));
          } else if (root.has(name)) {
            reader.read(root.section(name));
          }
        });
    settings.putAll(own.settings(routing));
    return Collections.unmodifiableMap(settings);
  }
}
