package io.fleettelemetry.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The listener's certificate and the authorities of its clients.
 *
 * @param serverCert PEM, the certificate chain, leaf first
 * @param serverKey PEM, RSA or EC; PKCS#1, SEC1 or PKCS#8
 * @param caFile PEM, client authorities trusted besides the built-in anchors
 * @param crlFile PEM, revocation lists of the authorities that sign client certificates
 * @param vehicleCaFile PEM, the authorities that vehicles were told to trust; the server's
 *     certificate must come from one of them
 * @param reloadInterval how often the files are looked at for a change; zero is never
 * @param engineeringAnchors trust the engineering anchors instead of the production ones
 * @param logHandshakeFailures whether a failed handshake is a log line
 */
public record TlsConfig(
    Path serverCert,
    Path serverKey,
    Optional<Path> caFile,
    Optional<Path> crlFile,
    Optional<Path> vehicleCaFile,
    Duration reloadInterval,
    boolean engineeringAnchors,
    boolean logHandshakeFailures) {

  static final String SUPPRESS_VARIABLE = "SUPPRESS_TLS_HANDSHAKE_ERROR_LOGGING";

  private static final Duration DEFAULT_RELOAD_INTERVAL = Duration.ofSeconds(30);
  private static final Set<String> YES = Set.of("1", "t", "T", "TRUE", "true", "True");
  private static final Set<String> NO = Set.of("0", "f", "F", "FALSE", "false", "False");

  /** Reads {@code tls}, the key beside it and the variable that silences failed handshakes. */
  static TlsConfig read(Section root, Map<String, String> environment, Problems problems) {
    Section tls = root.section("tls");
    return new TlsConfig(
        tls.requiredFile("server_cert"),
        tls.requiredFile("server_key"),
        tls.file("ca_file"),
        tls.file("crl_file"),
        tls.file("vehicle_ca_file"),
        tls.duration("reload_interval_s", ChronoUnit.SECONDS, 0, DEFAULT_RELOAD_INTERVAL),
        root.bool("use_default_eng_ca", false),
        logHandshakeFailures(root, environment.get(SUPPRESS_VARIABLE), problems));
  }

  private static boolean logHandshakeFailures(Section root, String value, Problems problems) {
    if (value != null && !YES.contains(value) && !NO.contains(value)) {
      problems.error(SUPPRESS_VARIABLE, Value.show(value), "must be true or false");
    }
    boolean suppressed = value != null && YES.contains(value);
    String origin = value == null ? EffectiveConfig.DEFAULT : "environment " + SUPPRESS_VARIABLE;
    root.effective().put(SUPPRESS_VARIABLE, suppressed, origin);
    return !suppressed;
  }
}
