package io.fleettelemetry.testing;

import io.fleettelemetry.pki.Credential;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/**
 * Certificates made at run time, as PEM files for the server and as TLS contexts for its clients.
 *
 * <pre>
 * Credential authority = TestPki.authority("TeslaMotors");
 * Credential server = TestPki.server(authority);
 * Credential vehicle = TestPki.vehicle("5YJ30000000000001", authority);
 * Path certificate = TestPki.writeCertificates(dir.resolve("server.pem"), server);
 * Path key = TestPki.writeKey(dir.resolve("server.key"), server.key());
 * SSLContext client = TestPki.clientContext(vehicle, authority.certificate());
 * </pre>
 */
public final class TestPki {

  private TestPki() {}

  /**
   * A certificate to be described.
   *
   * @param commonName of the subject; null for a subject without one
   */
  public static CertificateBuilder certificate(String commonName) {
    return new CertificateBuilder(commonName);
  }

  /** A self-signed authority. */
  public static Credential authority(String commonName) {
    return certificate(commonName).authority().selfSigned();
  }

  /** An authority below another one. */
  public static Credential intermediate(String commonName, Credential issuer) {
    return certificate(commonName).authority().issuedBy(issuer);
  }

  /** A client's certificate with {@code clientAuth}. */
  public static Credential vehicle(String vin, Credential issuer) {
    return certificate(vin).clientAuth().issuedBy(issuer);
  }

  /** A server's certificate for loopback, P-256. */
  public static Credential server(Credential issuer) {
    return certificate("localhost").serverAuth().loopback().issuedBy(issuer);
  }

  /** A server's certificate for loopback, RSA with 2,048 bits. */
  public static Credential rsaServer(Credential issuer) {
    return certificate("localhost").serverAuth().loopback().rsa(2048).issuedBy(issuer);
  }

  /** Writes the chain of a credential, the certificate first. */
  public static Path writeCertificates(Path file, Credential credential) {
    return write(file, certificates(credential));
  }

  /** Writes certificates one after the other. */
  public static Path writeCertificates(Path file, X509Certificate... certificates) {
    return write(file, pem((Object[]) certificates));
  }

  /** PEM of the chain of a credential, the certificate first. */
  public static String certificates(Credential credential) {
    return pem(credential.chain().toArray());
  }

  /** A revocation list to be described, of an authority with a P-256 key. */
  public static RevocationListBuilder revocationList(Credential issuer) {
    return new RevocationListBuilder(issuer);
  }

  /** Writes revocation lists one after the other. */
  public static Path writeRevocationLists(Path file, X509CRL... lists) {
    return write(file, pem((Object[]) lists));
  }

  /** Writes a key as PKCS#8. */
  public static Path writeKey(Path file, PrivateKey key) {
    return write(file, pkcs8(key));
  }

  /** PEM of a key as PKCS#8: {@code PRIVATE KEY}. */
  public static String pkcs8(PrivateKey key) {
    try {
      return pem(new JcaPKCS8Generator(key, null).generate());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** PEM of a key as PKCS#1 ({@code RSA PRIVATE KEY}) or SEC1 ({@code EC PRIVATE KEY}). */
  public static String traditional(PrivateKey key) {
    return pem(key);
  }

  /**
   * A client's TLS context.
   *
   * @param client what it sends when asked for a certificate, whatever the server would accept;
   *     null to send none
   * @param trusted the authorities it accepts the server's certificate from
   */
  public static SSLContext clientContext(Credential client, X509Certificate... trusted) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      KeyManager[] keys = client == null ? new KeyManager[0] : new KeyManager[] {always(client)};
      context.init(keys, trustManagers(trusted), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A key store with only these certificates, each one trusted. */
  public static KeyStore trustStore(X509Certificate... trusted)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (int i = 0; i < trusted.length; i++) {
      store.setCertificateEntry("authority-" + i, trusted[i]);
    }
    return store;
  }

  private static TrustManager[] trustManagers(X509Certificate... trusted)
      throws GeneralSecurityException, IOException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trustStore(trusted));
    return factory.getTrustManagers();
  }

  private static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pem(Object... objects) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      for (Object object : objects) {
        writer.writeObject(object);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Sends one chain as it is: key stores refuse those that do not fit together. */
  private static X509ExtendedKeyManager always(Credential credential) {
    return new X509ExtendedKeyManager() {
      @Override
      public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[] {"client"};
      }

      @Override
      public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return "client";
      }

      @Override
      public String chooseEngineClientAlias(
          String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        return "client";
      }

      @Override
      public String[] getServerAliases(String keyType, Principal[] issuers) {
        return new String[0];
      }

      @Override
      public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
      }

      @Override
      public X509Certificate[] getCertificateChain(String alias) {
        return credential.chain().toArray(X509Certificate[]::new);
      }

      @Override
      public PrivateKey getPrivateKey(String alias) {
        return credential.key();
      }
    };
  }
}
