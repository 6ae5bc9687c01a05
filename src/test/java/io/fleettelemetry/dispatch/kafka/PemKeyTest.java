package io.fleettelemetry.dispatch.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.fleettelemetry.testing.Credential;
import io.fleettelemetry.testing.TestPki;
import java.io.IOException;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PemKeyTest {

  private static final BouncyCastleProvider BOUNCY_CASTLE = new BouncyCastleProvider();
  private static final char[] NONE = {};
  private static final char[] PASSWORD = "s3cret".toCharArray();

  static Stream<PrivateKey> keys() {
    Credential authority = TestPki.authority("authority");
    return Stream.of(TestPki.server(authority).key(), TestPki.rsaServer(authority).key());
  }

  @ParameterizedTest
  @MethodSource("keys")
  void pkcs8(PrivateKey key) {
    assertReads(key, TestPki.pkcs8(key), NONE);
    assertReads(key, TestPki.pkcs8(key), PASSWORD);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void pkcs1AndSec1(PrivateKey key) throws IOException {
    assertReads(key, pem(withCurve(key)), NONE);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void encryptedPkcs8(PrivateKey key) throws Exception {
    for (ASN1ObjectIdentifier scheme :
        new ASN1ObjectIdentifier[] {PKCS8Generator.AES_256_CBC, PKCS8Generator.AES_128_CBC}) {
      assertReads(key, encrypted(key, scheme), PASSWORD);
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void olderEncryption(PrivateKey key) throws IOException {
    for (String scheme : new String[] {"AES-256-CBC", "AES-128-CBC", "DES-EDE3-CBC"}) {
      assertReads(key, olderEncrypted(key, scheme), PASSWORD);
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void keyBesideItsCertificate(PrivateKey key) throws IOException {
    String certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    assertReads(key, certificate + pem(withCurve(key)) + certificate, NONE);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void theWrongPasswordIsAReasonWithoutSecrets(PrivateKey key) throws Exception {
    String pem = encrypted(key, PKCS8Generator.AES_256_CBC);
    assertEquals(
        new PemKey.Unreadable("it cannot be read, or ssl.key.password is wrong"),
        PemKey.read(pem, "other".toCharArray()));
    assertEquals(
        new PemKey.Unreadable("it is encrypted and ssl.key.password is not set"),
        PemKey.read(pem, NONE));
    assertEquals(
        new PemKey.Unreadable("it is encrypted and ssl.key.password is not set"),
        PemKey.read(olderEncrypted(key, "AES-256-CBC"), NONE));
  }

  @Test
  void noKeyAtAll() {
    assertEquals(new PemKey.Unreadable("there is none"), PemKey.read("", NONE));
    assertEquals(
        new PemKey.Unreadable("it cannot be read"),
        PemKey.read("-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END EC PRIVATE KEY-----", NONE));
  }

  @Test
  void aKeyDoesNotPrintItself() {
    PrivateKey key = keys().findFirst().orElseThrow();
    String printed = PemKey.read(TestPki.pkcs8(key), NONE).toString();
    assertFalse(printed.contains("BEGIN"), printed);
  }

  /** Encodings may differ in what they repeat, the curve or the public key: the key counts. */
  private static void assertReads(PrivateKey key, String pem, char[] password) {
    PemKey.Reading reading = PemKey.read(pem, password);
    assertEquals(PemKey.Key.class, reading.getClass(), reading::toString);
    PrivateKey read = decoded(key.getAlgorithm(), ((PemKey.Key) reading).pkcs8());
    if (key instanceof ECPrivateKey ec) {
      assertEquals(ec.getS(), ((ECPrivateKey) read).getS());
      assertEquals(ec.getParams().getCurve(), ((ECPrivateKey) read).getParams().getCurve());
    } else {
      assertEquals(key, read);
    }
  }

  private static PrivateKey decoded(String algorithm, String pem) {
    byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    try {
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** As OpenSSL has an EC key: it names its curve, which the JDK leaves to what is around it. */
  private static PrivateKeyInfo withCurve(PrivateKey key) throws IOException {
    PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
    if (!(key instanceof ECPrivateKey ec)) {
      return info;
    }
    int bits = ec.getParams().getOrder().bitLength();
    ASN1Encodable curve = info.getPrivateKeyAlgorithm().getParameters();
    return new PrivateKeyInfo(
        info.getPrivateKeyAlgorithm(),
        new org.bouncycastle.asn1.sec.ECPrivateKey(bits, ec.getS(), curve));
  }

  private static String encrypted(PrivateKey key, ASN1ObjectIdentifier scheme)
      throws IOException, OperatorCreationException {
    JceOpenSSLPKCS8EncryptorBuilder encryptor = new JceOpenSSLPKCS8EncryptorBuilder(scheme);
    encryptor.setPassword(PASSWORD).setProvider(BOUNCY_CASTLE);
    return pem(new JcaPKCS8Generator(key, encryptor.build()).generate());
  }

  private static String olderEncrypted(PrivateKey key, String scheme) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(
          withCurve(key),
          new JcePEMEncryptorBuilder(scheme).setProvider(BOUNCY_CASTLE).build(PASSWORD));
    }
    return text.toString();
  }

  private static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }
}
