package io.fleettelemetry.server.tls;

import io.fleettelemetry.auth.ClientRules;
import io.fleettelemetry.auth.Expiry;
import io.fleettelemetry.auth.RevocationLists;
import io.fleettelemetry.auth.ServerChainCheck;
import io.fleettelemetry.auth.TrustAnchors;
import io.fleettelemetry.config.AccessConfig;
import io.fleettelemetry.config.Problems;
import io.fleettelemetry.config.TlsConfig;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that the files of the configuration say about TLS, read at one time. Immutable.
 *
 * @param clients who may connect
 * @param vehicleAuthorities what vehicles were told to trust; empty where the configuration does
 *     not say
 */
record TlsFiles(
    ServerKeyPair keyPair, ClientRules clients, List<X509Certificate> vehicleAuthorities) {

  /**
   * Reads all of it; empty when there was an error. Blocks the thread.
   *
   * @param current what is in use, whose server certificate is not held against it again
   * @param now by which certificates and lists are valid
   */
  static Optional<TlsFiles> read(
      TlsConfig config,
      AccessConfig access,
      Optional<TlsFiles> current,
      Instant now,
      Problems problems) {
    PemFile certificateFile = new PemFile("tls.server_cert", config.serverCert(), problems);
    List<X509Certificate> chain = certificateFile.certificates();
    Optional<ServerKeyPair> keyPair = ServerKeyPair.load(config, chain, problems);
    List<X509Certificate> vehicleAuthorities =
        certificates("tls.vehicle_ca_file", config.vehicleCaFile(), problems);
    if (current.filter(files -> files.isGuarded(chain, vehicleAuthorities)).isEmpty()) {
      guard(certificateFile, chain, vehicleAuthorities, now);
    }
    ClientRules clients = clients(config, access, now, problems);
    return problems.hasErrors()
        ? Optional.empty()
        : keyPair.map(pair -> new TlsFiles(pair, clients, vehicleAuthorities));
  }

  /** To hold a certificate in use against itself as it ends would keep a revocation out. */
  private boolean isGuarded(List<X509Certificate> chain, List<X509Certificate> authorities) {
    return keyPair.chain().equals(chain) && vehicleAuthorities.equals(authorities);
  }

  private static ClientRules clients(
      TlsConfig config, AccessConfig access, Instant now, Problems problems) {
    TrustAnchors anchors = anchors(config, problems);
    RevocationLists revocations =
        config
            .crlFile()
            .map(path -> revocations(new PemFile("tls.crl_file", path, problems), anchors, now))
            .orElse(RevocationLists.none());
    return new ClientRules(anchors, revocations, AccessFiles.read(access, problems));
  }

  private static TrustAnchors anchors(TlsConfig config, Problems problems) {
    TrustAnchors builtIn =
        config.engineeringAnchors() ? TrustAnchors.engineering() : TrustAnchors.production();
    return config.caFile().isEmpty()
        ? builtIn
        : builtIn.plus(certificates("tls.ca_file", config.caFile(), problems));
  }

  private static List<X509Certificate> certificates(
      String key, Optional<Path> file, Problems problems) {
    return file.map(path -> new PemFile(key, path, problems).certificates()).orElse(List.of());
  }

  private static RevocationLists revocations(PemFile file, TrustAnchors anchors, Instant now) {
    List<X509CRL> lists = file.revocationLists();
    RevocationLists.Reading reading = RevocationLists.read(lists, anchors, now);
    reading.errors().forEach(file::problem);
    reading.warnings().forEach(file::warning);
    return reading.lists();
  }

  /** A server that no vehicle believes looks healthy from here. */
  private static void guard(
      PemFile file,
      List<X509Certificate> chain,
      List<X509Certificate> vehicleAuthorities,
      Instant now) {
    if (chain.isEmpty() || vehicleAuthorities.isEmpty()) {
      return;
    }
    ServerChainCheck.refusal(chain, vehicleAuthorities, now)
        .ifPresent(
            refusal ->
                file.problem(
                    "every vehicle would refuse it by the authorities of tls.vehicle_ca_file: "
                        + refusal));
  }

  /** Vehicles do not connect to a server whose certificate is not valid. */
  void warnOfServersEnd(PemFile file, Instant now) {
    X509Certificate leaf = keyPair.chain().get(0);
    Instant end = leaf.getNotAfter().toInstant();
    if (now.isBefore(leaf.getNotBefore().toInstant())) {
      file.warning("its first certificate is valid only from " + leaf.getNotBefore().toInstant());
    } else if (now.isAfter(end)) {
      file.warning("its first certificate ended at " + end);
    } else if (now.plus(CertificateEnds.SOON).isAfter(end)) {
      file.warning("its first certificate ends soon, at " + end);
    }
  }

  /** When the server's own certificate ends. */
  Expiry server() {
    return Expiry.of(keyPair.chain().get(0));
  }
}
