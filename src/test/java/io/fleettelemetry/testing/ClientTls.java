package io.fleettelemetry.testing;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS contexts of vehicles on the JDK's engine. Connections that share a context resume each
 * other's sessions.
 */
public final class ClientTls {

  private ClientTls() {}

  /**
   * A client that sends exactly these certificates, whatever authorities the server asks for, and
   * trusts any server.
   *
   * @param chain leaf first, as it goes over the wire: may lack what it needs or hold what does not
   *     belong there
   * @param key the leaf's
   */
  public static SSLContext sending(List<X509Certificate> chain, PrivateKey key) {
    return context(new FixedKey(chain.toArray(X509Certificate[]::new), key));
  }

  /** A client without a certificate. */
  public static SSLContext withoutCertificate() {
    return context();
  }

  private static SSLContext context(KeyManager... keys) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, new TrustManager[] {new AnyServer()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("no TLS in this JDK", e);
    }
  }

  /** Sends one chain, always. */
  private static final class FixedKey extends X509ExtendedKeyManager {
    private static final String ALIAS = "vehicle";
    private final X509Certificate[] chain;
    private final PrivateKey key;

    FixedKey(X509Certificate[] chain, PrivateKey key) {
      this.chain = chain;
      this.key = key;
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
      return ALIAS;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return chain.clone();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
      return null;
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
      return null;
    }
  }

  /** Tests look at what the server thinks of its clients, not the other way round. */
  private static final class AnyServer extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
