package io.fleettelemetry.dispatch.zmq;

import io.fleettelemetry.config.Section;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The section {@code zmq}.
 *
 * @param endpoint where subscribers connect to
 * @param curve the files for encryption; empty for none
 * @param verbose whether events of the socket are logged, at debug
 * @param sendHwm how many messages may wait for one subscriber, 1 or more
 * @param publishTimeout how long a record waits for room at a subscriber that is slow
 */
public record ZmqSettings(
    Endpoint endpoint,
    Optional<CurveFiles> curve,
    boolean verbose,
    int sendHwm,
    Duration publishTimeout) {

  private static final Endpoint NOWHERE = new Endpoint("", "");
  static final String SERVER_KEY = "server_key_json_path";
  static final String ALLOWED_KEYS = "allowed_public_keys_json_path";
  private static final int DEFAULT_HWM = 1_000;
  private static final int MAX_HWM = 1_000_000;
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(2_500);

  /**
   * The two files that encryption needs.
   *
   * @param serverKey our key pair
   * @param allowedKeys public keys of those who may subscribe
   */
  public record CurveFiles(Path serverKey, Path allowedKeys) {}

  /** Reads the section; all but the address has a default. */
  public static ZmqSettings read(Section section) {
    return new ZmqSettings(
        endpoint(section),
        curve(section),
        section.bool("verbose", false),
        section.integer("send_hwm", 1, MAX_HWM, DEFAULT_HWM),
        section.duration("publish_timeout_ms", ChronoUnit.MILLIS, 0, DEFAULT_TIMEOUT));
  }

  private static Endpoint endpoint(Section section) {
    String address = section.requiredString("addr");
    if (address.isEmpty()) {
      return NOWHERE;
    }
    Optional<Endpoint> endpoint = Endpoint.parse(address);
    if (endpoint.isEmpty()) {
      section.error("addr", rule(address));
    }
    return endpoint.orElse(NOWHERE);
  }

  private static String rule(String address) {
    return address.startsWith("ipc://")
        ? Endpoint.RULE + "; ipc is not available here: tcp://127.0.0.1:PORT is as private"
        : Endpoint.RULE;
  }

  private static Optional<CurveFiles> curve(Section section) {
    Optional<Path> serverKey = section.file(SERVER_KEY);
    Optional<Path> allowedKeys = section.file(ALLOWED_KEYS);
    if (serverKey.isPresent() && allowedKeys.isEmpty()) {
      section.error(SERVER_KEY, "needs " + ALLOWED_KEYS + " beside it, or nobody could subscribe");
    }
    if (allowedKeys.isPresent() && serverKey.isEmpty()) {
      section.warning(
          ALLOWED_KEYS,
          "protects nothing without " + SERVER_KEY + ": whoever reaches the port can subscribe");
    }
    return serverKey.flatMap(key -> allowedKeys.map(allowed -> new CurveFiles(key, allowed)));
  }
}
