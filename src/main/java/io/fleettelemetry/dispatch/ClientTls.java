package io.fleettelemetry.dispatch;

import io.fleettelemetry.config.ClientTlsConfig;
import io.fleettelemetry.config.Problems;
import io.fleettelemetry.config.RefusedConfigException;
import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.pki.KeyStores;
import io.fleettelemetry.pki.Pem;
import io.fleettelemetry.pki.PemException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * What a dispatcher's client needs for TLS.
 *
 * @param trustManagers who may sign the system's certificate; absent for the machine's authorities
 * @param keyManagers what the client shows of itself; absent for nothing
 */
public record ClientTls(
    Optional<TrustManagerFactory> trustManagers, Optional<KeyManagerFactory> keyManagers) {

  /**
   * Reads the files. Blocks the thread.
   *
   * @param path of the section, for messages
   * @throws RefusedConfigException when a file cannot be used, with all that is wrong
   */
  public static ClientTls load(String path, ClientTlsConfig config) {
    Problems problems = new Problems();
    Optional<TrustManagerFactory> trust =
        config.caFile().flatMap(file -> trust(path + ".ca_file", file, problems));
    Optional<KeyManagerFactory> keys =
        config.pair().flatMap(pair -> keys(path + ".server_cert", pair, problems));
    if (problems.hasErrors()) {
      throw new RefusedConfigException(problems.errors());
    }
    return new ClientTls(trust, keys);
  }

  private static Optional<TrustManagerFactory> trust(String key, Path file, Problems problems) {
    try {
      return Optional.of(KeyStores.trustManagers(Pem.certificates(file)));
    } catch (PemException e) {
      problems.error(key, file.toString(), e.rule());
    } catch (GeneralSecurityException e) {
      problems.error(key, file.toString(), "cannot be used: " + e.getMessage());
    }
    return Optional.empty();
  }

  private static Optional<KeyManagerFactory> keys(
      String key, ClientTlsConfig.Pair pair, Problems problems) {
    try {
      Credential credential = Credential.load(pair.certificate(), pair.key());
      return Optional.of(KeyStores.keyManagers(credential.key(), credential.chain()));
    } catch (PemException e) {
      problems.error(key, pair.certificate().toString(), e.getMessage());
    } catch (GeneralSecurityException e) {
      problems.error(key, pair.certificate().toString(), "cannot be used: " + e.getMessage());
    }
    return Optional.empty();
  }
}
