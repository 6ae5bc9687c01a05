package io.fleettelemetry.testing;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * Private keys as PEM in the forms that OpenSSL writes, besides the plain ones of {@link TestPki}.
 */
public final class KeyFormats {

  private static final BouncyCastleProvider BOUNCY_CASTLE = new BouncyCastleProvider();

  private KeyFormats() {}

  /** PKCS#1, or SEC1 with the name of its curve, which {@link TestPki#traditional} leaves out. */
  public static String traditional(PrivateKey key) {
    return write(writer -> writer.writeObject(withCurve(key)));
  }

  /**
   * PKCS#1 or SEC1 in OpenSSL's own encryption.
   *
   * @param cipher for example {@code AES-256-CBC}
   */
  public static String traditional(PrivateKey key, String cipher, char[] password) {
    JcePEMEncryptorBuilder encryptor =
        new JcePEMEncryptorBuilder(cipher).setProvider(BOUNCY_CASTLE);
    return write(writer -> writer.writeObject(withCurve(key), encryptor.build(password)));
  }

  /**
   * Encrypted PKCS#8.
   *
   * @param cipher of PBES2, or one of the older schemes
   * @param function that the key is derived with, of PBES2 alone
   */
  public static String pkcs8(
      PrivateKey key, ASN1ObjectIdentifier cipher, AlgorithmIdentifier function, char[] password) {
    JceOpenSSLPKCS8EncryptorBuilder encryptor =
        new JceOpenSSLPKCS8EncryptorBuilder(cipher)
            .setProvider(BOUNCY_CASTLE)
            .setPRF(function)
            .setPassword(password);
    return write(
        writer -> writer.writeObject(new JcaPKCS8Generator(key, encryptor.build()).generate()));
  }

  private static PrivateKeyInfo withCurve(PrivateKey key) throws IOException {
    PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
    if (!(key instanceof ECPrivateKey ec)) {
      return info;
    }
    AlgorithmIdentifier algorithm = info.getPrivateKeyAlgorithm();
    int bits = ec.getParams().getOrder().bitLength();
    return new PrivateKeyInfo(
        algorithm,
        new org.bouncycastle.asn1.sec.ECPrivateKey(bits, ec.getS(), algorithm.getParameters()));
  }

  private interface Writing {
    void to(JcaPEMWriter writer) throws IOException, OperatorCreationException;
  }

  private static String write(Writing writing) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writing.to(writer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }
}
