package io.fleettelemetry.pki;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.pki.PemPrivateKey.Encrypted;
import io.fleettelemetry.pki.PemPrivateKey.Reading;
import io.fleettelemetry.pki.PemPrivateKey.Unreadable;
import io.fleettelemetry.testing.KeyFormats;
import io.fleettelemetry.testing.TestPki;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.ntt.NTTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.openssl.PKCS8Generator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PemPrivateKeyTest {

  private static final Credential AUTHORITY = TestPki.authority("authority");
  private static final Credential EC = TestPki.server(AUTHORITY);
  private static final Credential RSA = TestPki.rsaServer(AUTHORITY);
  private static final char[] NONE = {};
  private static final char[] PASSWORD = "s3cr3t".toCharArray();
  private static final Unreadable BROKEN = new Unreadable("it is broken or in an unknown format");
  private static final Unreadable NO_CURVE =
      new Unreadable("it is an EC key that does not name its curve");

  static List<PrivateKey> keys() {
    return List.of(EC.key(), RSA.key());
  }

  private static void assertReads(PrivateKey key, String pem, char[] password) {
    assertIs(key, PemPrivateKey.read(pem, password));
  }

  /** Encodings may differ in what they repeat, the curve or the public key: the key counts. */
  private static void assertIs(PrivateKey key, Reading reading) {
    PrivateKey read = assertInstanceOf(PemPrivateKey.Key.class, reading, reading::toString).key();
    if (key instanceof ECPrivateKey ec) {
      assertEquals(ec.getS(), assertInstanceOf(ECPrivateKey.class, read).getS());
      assertEquals(ec.getParams().getCurve(), ((ECPrivateKey) read).getParams().getCurve());
    } else {
      assertEquals(key, read);
    }
  }

  private static String encrypted(
      PrivateKey key, ASN1ObjectIdentifier cipher, AlgorithmIdentifier function) {
    return KeyFormats.pkcs8(key, cipher, function, PASSWORD);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void plain(PrivateKey key) {
    assertReads(key, TestPki.pkcs8(key), NONE);
    assertReads(key, TestPki.pkcs8(key), PASSWORD);
    assertReads(key, KeyFormats.traditional(key), NONE);
    assertReads(key, KeyFormats.traditional(key), PASSWORD);
    assertReads(key, KeyFormats.traditional(key).replace("\n", "\r\n"), NONE);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void encryptedPkcs8(PrivateKey key) {
    for (ASN1ObjectIdentifier cipher :
        List.of(
            PKCS8Generator.AES_256_CBC,
            PKCS8Generator.AES_192_CBC,
            PKCS8Generator.AES_128_CBC,
            PKCS8Generator.DES3_CBC)) {
      assertReads(key, encrypted(key, cipher, PKCS8Generator.PRF_HMACSHA256), PASSWORD);
    }
    for (AlgorithmIdentifier function :
        List.of(
            PKCS8Generator.PRF_HMACSHA1,
            PKCS8Generator.PRF_HMACSHA224,
            PKCS8Generator.PRF_HMACSHA384,
            PKCS8Generator.PRF_HMACSHA512)) {
      assertReads(key, encrypted(key, PKCS8Generator.AES_256_CBC, function), PASSWORD);
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void encryptedPkcs8OfOlderVersions(PrivateKey key) {
    assertReads(key, encrypted(key, PKCS8Generator.PBE_SHA1_3DES, null), PASSWORD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AES-256-CBC", "AES-192-CBC", "AES-128-CBC", "DES-EDE3-CBC"})
  void traditionalEncryption(String cipher) {
    for (PrivateKey key : keys()) {
      assertReads(key, KeyFormats.traditional(key, cipher, PASSWORD), PASSWORD);
    }
  }

  @Test
  void passwordsAreUtf8() {
    char[] password = "p\u00e4ss\u20ac".toCharArray();
    PrivateKey key = EC.key();
    AlgorithmIdentifier function = PKCS8Generator.PRF_HMACSHA256;
    assertReads(
        key, KeyFormats.pkcs8(key, PKCS8Generator.AES_256_CBC, function, password), password);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void besideOtherBlocksAndText(PrivateKey key) {
    String certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    String parameters =
        "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
    String pem = "Key of a \u00fc\n" + parameters + KeyFormats.traditional(key) + certificate;
    assertReads(key, certificate + pem, NONE);
  }

  @Test
  void theFirstOfSeveral() {
    assertReads(EC.key(), TestPki.pkcs8(EC.key()) + TestPki.pkcs8(RSA.key()), NONE);
  }

  @Test
  void aCurveThatIsNotNamedIsThePublicKeys() {
    String pem = TestPki.traditional(EC.key());
    Optional<PublicKey> publicKey = Optional.of(EC.certificate().getPublicKey());
    assertIs(EC.key(), PemPrivateKey.read(pem, NONE, publicKey));
    assertEquals(NO_CURVE, PemPrivateKey.read(pem, NONE));
    Optional<PublicKey> rsa = Optional.of(RSA.certificate().getPublicKey());
    assertEquals(NO_CURVE, PemPrivateKey.read(pem, NONE, rsa));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void encryptedWithoutTheRightPassword(PrivateKey key) {
    for (String pem :
        List.of(
            encrypted(key, PKCS8Generator.AES_256_CBC, PKCS8Generator.PRF_HMACSHA256),
            encrypted(key, PKCS8Generator.PBE_SHA1_3DES, null),
            KeyFormats.traditional(key, "AES-256-CBC", PASSWORD))) {
      assertEquals(new Encrypted(), PemPrivateKey.read(pem, NONE));
      assertEquals(new Encrypted(), PemPrivateKey.read(pem, "other".toCharArray()));
    }
  }

  static List<AlgorithmIdentifier> unsupportedEncryptions() {
    byte[] iv = new byte[16];
    AlgorithmIdentifier camellia =
        pbes2(
            new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(iv, 1)),
            NTTObjectIdentifiers.id_camellia256_cbc);
    AlgorithmIdentifier scrypt =
        pbes2(
            new KeyDerivationFunc(MiscObjectIdentifiers.id_scrypt, new ScryptParams(iv, 2, 8, 1)),
            PKCS8Generator.AES_256_CBC);
    return List.of(camellia, scrypt, new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.3")));
  }

  private static AlgorithmIdentifier pbes2(
      KeyDerivationFunc derivation, ASN1ObjectIdentifier cipher) {
    EncryptionScheme encryption = new EncryptionScheme(cipher, new DEROctetString(new byte[16]));
    return new AlgorithmIdentifier(
        PKCSObjectIdentifiers.id_PBES2, new PBES2Parameters(derivation, encryption));
  }

  @ParameterizedTest
  @MethodSource("unsupportedEncryptions")
  void encryptionThatIsNotSupported(AlgorithmIdentifier algorithm) throws IOException {
    byte[] der = new EncryptedPrivateKeyInfo(algorithm, new byte[32]).getEncoded();
    String pem =
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(der)
            + "\n-----END ENCRYPTED PRIVATE KEY-----\n";
    assertEquals(
        new Unreadable("its encryption is not supported; openssl pkcs8 -topk8 changes it"),
        PemPrivateKey.read(pem, PASSWORD));
    assertEquals(new Encrypted(), PemPrivateKey.read(pem, NONE));
  }

  @Test
  void noKeyAtAll() {
    Unreadable none =
        new Unreadable("there is no PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE KEY block");
    assertEquals(none, PemPrivateKey.read("", NONE));
    assertEquals(
        none,
        PemPrivateKey.read("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", NONE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "EC ", "RSA ", "ENCRYPTED ", "OPENSSH ", "X "})
  void broken(String kind) {
    String end = "-----END " + kind + "PRIVATE KEY-----";
    for (String content : List.of("", "MAA=\n", "AAAA\n", "A*A\n", "A\n")) {
      String pem = "-----BEGIN " + kind + "PRIVATE KEY-----\n" + content;
      assertEquals(BROKEN, PemPrivateKey.read(pem + end, NONE));
      assertEquals(BROKEN, PemPrivateKey.read(pem, NONE));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"DSA", "EdDSA"})
  void keyOfAnotherKind(String kind) throws GeneralSecurityException {
    PrivateKey key = KeyPairGenerator.getInstance(kind).generateKeyPair().getPrivate();
    assertEquals(
        new Unreadable("it is of the kind " + kind + ": it must be RSA or EC"),
        PemPrivateKey.read(TestPki.pkcs8(key), NONE));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void givesPkcs8(PrivateKey key) {
    Reading reading = PemPrivateKey.read(KeyFormats.traditional(key), NONE);
    String pem = assertInstanceOf(PemPrivateKey.Key.class, reading).pkcs8();
    assertTrue(pem.startsWith("-----BEGIN PRIVATE KEY-----\n"), "another kind of block");
    assertReads(key, pem, NONE);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void aKeyDoesNotPrintItself(PrivateKey key) {
    String printed = PemPrivateKey.read(TestPki.pkcs8(key), NONE).toString();
    assertEquals(key.getAlgorithm() + " key", printed);
  }
}
