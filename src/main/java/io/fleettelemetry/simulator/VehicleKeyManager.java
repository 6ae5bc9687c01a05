package io.fleettelemetry.simulator;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Lets vehicles share one TLS context, which is far too big to have one for each: an engine's peer
 * port is no port here but the number of the vehicle that it works for. Sends the certificate
 * whatever authorities and kinds of keys the server says it likes.
 */
final class VehicleKeyManager extends X509ExtendedKeyManager {

  private final VehicleCertificates certificates;

  VehicleKeyManager(VehicleCertificates certificates) {
    this.certificates = certificates;
  }

  @Override
  public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
    return Integer.toString(engine.getPeerPort());
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return certificates.chain(Integer.parseInt(alias));
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return certificates.key();
  }

  @Override
  public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    return null;
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return null;
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return null;
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return null;
  }
}
