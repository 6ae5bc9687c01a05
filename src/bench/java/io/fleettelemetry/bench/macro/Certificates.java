package io.fleettelemetry.bench.macro;

import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.testing.TestPki;
import java.nio.file.Path;

/**
 * The files of one authority, which has signed the server's certificates and signs the vehicles'.
 */
record Certificates(Files authority, Files p256Server, Files rsaServer) {

  /** A certificate and its key, both PEM. */
  record Files(Path certificate, Path key) {}

  /** By this name the server knows whose certificates are vehicles'. */
  private static final String AUTHORITY = "TeslaMotors";

  /** New ones in a directory. */
  static Certificates in(Path directory) {
    Credential authority = TestPki.authority(AUTHORITY);
    return new Certificates(
        write(directory, "vehicle-ca", authority),
        write(directory, "server-p256", TestPki.server(authority)),
        write(directory, "server-rsa", TestPki.rsaServer(authority)));
  }

  private static Files write(Path directory, String name, Credential credential) {
    return new Files(
        TestPki.writeCertificates(directory.resolve(name + ".crt"), credential),
        TestPki.writeKey(directory.resolve(name + ".key"), credential.key()));
  }
}
