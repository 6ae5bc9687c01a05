package io.fleettelemetry.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/** What TLS engines take keys and certificates in. */
public final class KeyStores {

  /** Protects nothing: the store never leaves the memory, but its type insists on one. */
  private static final char[] IN_MEMORY_PASSWORD = "unused".toCharArray();

  private KeyStores() {}

  /**
   * What hands a key and its chain to an engine, the same instances each time.
   *
   * @param chain leaf first; the rest may be in any order
   * @throws GeneralSecurityException when Java takes no such key
   */
  public static KeyManagerFactory keyManagers(PrivateKey key, List<X509Certificate> chain)
      throws GeneralSecurityException {
    // Unlike PKCS12, this type takes a chain that is not in order, which clients cope with.
    KeyStore store = empty("JKS");
    store.setKeyEntry("key", key, IN_MEMORY_PASSWORD, chain.toArray(X509Certificate[]::new));
    // Hands the same instances out each time: Netty then parses them for BoringSSL only once.
    KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
    factory.init(store, IN_MEMORY_PASSWORD);
    return factory;
  }

  /**
   * What trusts these authorities and no others.
   *
   * @throws GeneralSecurityException when there are none
   */
  public static TrustManagerFactory trustManagers(List<X509Certificate> authorities)
      throws GeneralSecurityException {
    KeyStore store = empty("PKCS12");
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry("authority-" + i, authorities.get(i));
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return factory;
  }

  private static KeyStore empty(String type) throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance(type);
      store.load(null, null);
      return store;
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
