package io.fleettelemetry.server.tls;

import io.fleettelemetry.config.AccessConfig;
import io.fleettelemetry.config.TlsConfig;
import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.testing.TestPki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Every file that TLS and the lists of devices can have, in one directory, for tests to change. */
final class TlsFixture {

  final Path certificate;
  final Path key;
  final Path caFile;
  final Path crlFile;
  final Path vehicleCaFile;
  final Path allowed;
  final Path denied;

  /** A server and clients of one authority; lists that refuse nobody. */
  TlsFixture(Path dir, Credential server, Credential authority) {
    certificate = dir.resolve("server.pem");
    key = dir.resolve("server.key");
    caFile = dir.resolve("ca.pem");
    crlFile = dir.resolve("ca.crl");
    vehicleCaFile = dir.resolve("vehicle-ca.pem");
    allowed = dir.resolve("allowed.txt");
    denied = dir.resolve("denied.txt");
    server(server);
    authorities(authority);
    vehicleAuthorities(authority);
    revocationLists(TestPki.revocationList(authority).sign());
    denied("");
  }

  void server(Credential server) {
    TestPki.writeCertificates(certificate, server);
    TestPki.writeKey(key, server.key());
  }

  void authorities(Credential... authorities) {
    TestPki.writeCertificates(caFile, certificates(authorities));
  }

  void vehicleAuthorities(Credential... authorities) {
    TestPki.writeCertificates(vehicleCaFile, certificates(authorities));
  }

  void revocationLists(X509CRL... lists) {
    TestPki.writeRevocationLists(crlFile, lists);
  }

  void allowed(String text) {
    write(allowed, text);
  }

  void denied(String text) {
    write(denied, text);
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static X509Certificate[] certificates(Credential... credentials) {
    return Arrays.stream(credentials).map(Credential::certificate).toArray(X509Certificate[]::new);
  }

  TlsConfig tls() {
    return new TlsConfig(
        certificate,
        key,
        Optional.of(caFile),
        Optional.of(crlFile),
        Optional.of(vehicleCaFile),
        Duration.ZERO,
        false,
        true);
  }

  /** The list of allowed devices counts once it has been written. */
  AccessConfig access() {
    return new AccessConfig(
        Set.of(), Optional.of(allowed).filter(Files::exists), Optional.of(denied));
  }
}
