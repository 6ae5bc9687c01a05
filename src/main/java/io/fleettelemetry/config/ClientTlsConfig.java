package io.fleettelemetry.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * TLS towards a system that the server connects to.
 *
 * @param caFile PEM, the authorities to trust in place of the machine's
 * @param pair what the server shows of itself; absent when it shows nothing
 */
public record ClientTlsConfig(Optional<Path> caFile, Optional<Pair> pair) {

  /**
   * A certificate and its key.
   *
   * @param certificate PEM, the certificate chain, leaf first
   * @param key PEM, RSA or EC; PKCS#1, SEC1 or PKCS#8
   */
  public record Pair(Path certificate, Path key) {}

  /**
   * Reads a section that turns TLS on by being there, be it empty: {@code ca_file}, {@code
   * server_cert} and {@code server_key}; the last two count when both are set.
   *
   * @return empty when there is no such section
   */
  public static Optional<ClientTlsConfig> read(Section parent, String key) {
    Section tls = parent.section(key);
    Optional<Path> certificate = tls.file("server_cert");
    Optional<Path> privateKey = tls.file("server_key");
    warnOfHalf(tls, "server_cert", "server_key", certificate, privateKey);
    warnOfHalf(tls, "server_key", "server_cert", privateKey, certificate);
    ClientTlsConfig config =
        new ClientTlsConfig(
            tls.file("ca_file"), certificate.flatMap(c -> privateKey.map(k -> new Pair(c, k))));
    return tls.isPresent() ? Optional.of(config) : Optional.empty();
  }

  private static void warnOfHalf(
      Section tls, String key, String other, Optional<Path> value, Optional<Path> otherValue) {
    if (value.isPresent() && otherValue.isEmpty()) {
      tls.warning(key, "has no effect without " + other);
    }
  }
}
