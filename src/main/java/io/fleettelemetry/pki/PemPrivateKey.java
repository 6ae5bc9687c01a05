package io.fleettelemetry.pki;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.bc.BcPEMDecryptorProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.DefaultSecretKeySizeProvider;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * Reads an RSA or EC private key in the forms that OpenSSL writes: PKCS#8, plain or encrypted (RFC
 * 5958), PKCS#1 (RFC 8017, A.1.2) and SEC1 (RFC 5915), these two also in OpenSSL's own encryption.
 */
public final class PemPrivateKey {

  /** What came of reading. */
  public sealed interface Reading {}

  /** The key. */
  public record Key(PrivateKey key) implements Reading {

    /** PEM of the key as PKCS#8, not encrypted: a secret. */
    public String pkcs8() {
      StringWriter text = new StringWriter();
      try (PemWriter writer = new PemWriter(text)) {
        writer.writeObject(new PemObject("PRIVATE KEY", key.getEncoded()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return text.toString();
    }

    /** Without the key. */
    @Override
    public String toString() {
      return key.getAlgorithm() + " key";
    }
  }

  /** The key is encrypted, and the password is missing or does not decrypt it. */
  public record Encrypted() implements Reading {}

  /**
   * No key to use.
   *
   * @param reason in an operator's words, without any of the text
   */
  public record Unreadable(String reason) implements Reading {}

  /** Passes over whatever else is in the text. */
  private static final class KeyParser extends PEMParser {

    KeyParser(String pem) {
      super(new StringReader(pem));
    }

    @Override
    public PemObject readPemObject() throws IOException {
      PemObject block = super.readPemObject();
      while (block != null && !block.getType().endsWith("PRIVATE KEY")) {
        block = super.readPemObject();
      }
      return block;
    }
  }

  private static final Set<String> ALGORITHMS = Set.of("RSA", "EC");

  /** The JDK's names of PBKDF2 (RFC 8018, 5.2) with each of its functions. */
  private static final Map<ASN1ObjectIdentifier, String> PBKDF2 =
      Map.of(
          PKCSObjectIdentifiers.id_hmacWithSHA1, "PBKDF2WithHmacSHA1",
          PKCSObjectIdentifiers.id_hmacWithSHA224, "PBKDF2WithHmacSHA224",
          PKCSObjectIdentifiers.id_hmacWithSHA256, "PBKDF2WithHmacSHA256",
          PKCSObjectIdentifiers.id_hmacWithSHA384, "PBKDF2WithHmacSHA384",
          PKCSObjectIdentifiers.id_hmacWithSHA512, "PBKDF2WithHmacSHA512");

  /** The JDK's names of PBES2's ciphers, all in CBC mode. */
  private static final Map<ASN1ObjectIdentifier, String> CIPHERS =
      Map.of(
          PKCSObjectIdentifiers.des_EDE3_CBC, "DESede",
          NISTObjectIdentifiers.id_aes128_CBC, "AES",
          NISTObjectIdentifiers.id_aes192_CBC, "AES",
          NISTObjectIdentifiers.id_aes256_CBC, "AES");

  private PemPrivateKey() {}

  /**
   * Reads the first private key of a text.
   *
   * @param password of an encrypted key; empty when none is known
   */
  public static Reading read(String pem, char[] password) {
    return read(pem, password, Optional.empty());
  }

  /**
   * Reads the first private key of a text.
   *
   * @param password of an encrypted key; empty when none is known
   * @param publicKey the key's other half where it is known: it tells the curve of an EC key that
   *     does not name it. Whether the two belong together is not checked.
   */
  public static Reading read(String pem, char[] password, Optional<PublicKey> publicKey) {
    try (KeyParser parser = new KeyParser(pem)) {
      Object block = parser.readObject();
      if (block == null) {
        return new Unreadable("there is no PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE KEY block");
      }
      if (block instanceof PEMEncryptedKeyPair || block instanceof PKCS8EncryptedPrivateKeyInfo) {
        return password.length == 0 ? new Encrypted() : decrypted(block, password, publicKey);
      }
      return key(block, publicKey);
    } catch (IOException | RuntimeException e) {
      // Whatever is wrong with a text from outside ends here; the message may hold some of it.
      return new Unreadable("it is broken or in an unknown format");
    }
  }

  private static Reading decrypted(Object block, char[] password, Optional<PublicKey> publicKey) {
    try {
      return block instanceof PEMEncryptedKeyPair pair
          ? key(pair.decryptKeyPair(new BcPEMDecryptorProvider(utf8(password))), publicKey)
          : key(decrypt((PKCS8EncryptedPrivateKeyInfo) block, password), publicKey);
    } catch (NoSuchAlgorithmException e) {
      return new Unreadable("its encryption is not supported; openssl pkcs8 -topk8 changes it");
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      return new Encrypted();
    }
  }

  private static Reading key(Object block, Optional<PublicKey> publicKey) throws IOException {
    PrivateKeyInfo info =
        block instanceof PEMKeyPair pair ? pair.getPrivateKeyInfo() : (PrivateKeyInfo) block;
    AlgorithmIdentifier algorithm = info.getPrivateKeyAlgorithm();
    if (algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
        && algorithm.getParameters() == null) {
      Optional<PublicKey> other = publicKey.filter(key -> key.getAlgorithm().equals("EC"));
      if (other.isEmpty()) {
        return new Unreadable("it is an EC key that does not name its curve");
      }
      algorithm = SubjectPublicKeyInfo.getInstance(other.get().getEncoded()).getAlgorithm();
      info = new PrivateKeyInfo(algorithm, info.parsePrivateKey());
    }
    PrivateKey key = new JcaPEMKeyConverter().getPrivateKey(info);
    return ALGORITHMS.contains(key.getAlgorithm())
        ? new Key(key)
        : new Unreadable("it is of the kind " + key.getAlgorithm() + ": it must be RSA or EC");
  }

  /** One character for each byte in UTF-8: the decryptor takes the lower half of each. */
  private static char[] utf8(char[] password) {
    byte[] bytes = new String(password).getBytes(StandardCharsets.UTF_8);
    return new String(bytes, StandardCharsets.ISO_8859_1).toCharArray();
  }

  /**
   * With the JDK's ciphers: Bouncy Castle's decryptor takes those of its own provider alone, which
   * not every JDK accepts out of a jar that holds more than the provider. The JDK's reading of
   * PBES2 knows AES-128 and AES-256 alone, and no password beyond ASCII.
   */
  private static PrivateKeyInfo decrypt(PKCS8EncryptedPrivateKeyInfo encrypted, char[] password)
      throws IOException, GeneralSecurityException {
    AlgorithmIdentifier algorithm = encrypted.getEncryptionAlgorithm();
    if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
      Cipher cipher = pbes2(PBES2Parameters.getInstance(algorithm.getParameters()), password);
      return PrivateKeyInfo.getInstance(cipher.doFinal(encrypted.getEncryptedData()));
    }
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encrypted.getEncoded());
    SecretKeyFactory factory = SecretKeyFactory.getInstance(info.getAlgName());
    return PrivateKeyInfo.getInstance(
        info.getKeySpec(factory.generateSecret(new PBEKeySpec(password))).getEncoded());
  }

  /** RFC 8018, 6.2: a block cipher whose key is derived from the password. */
  private static Cipher pbes2(PBES2Parameters scheme, char[] password)
      throws IOException, GeneralSecurityException {
    KeyDerivationFunc derivation = scheme.getKeyDerivationFunc();
    if (!derivation.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
      throw new NoSuchAlgorithmException();
    }
    EncryptionScheme encryption = scheme.getEncryptionScheme();
    String name = jdkName(CIPHERS, encryption.getAlgorithm());
    PBKDF2Params pbkdf2 = PBKDF2Params.getInstance(derivation.getParameters());
    byte[] key =
        SecretKeyFactory.getInstance(jdkName(PBKDF2, pbkdf2.getPrf().getAlgorithm()))
            .generateSecret(
                new PBEKeySpec(
                    password,
                    pbkdf2.getSalt(),
                    pbkdf2.getIterationCount().intValueExact(),
                    DefaultSecretKeySizeProvider.INSTANCE.getKeySize(encryption.getAlgorithm())))
            .getEncoded();
    AlgorithmParameters parameters = AlgorithmParameters.getInstance(name);
    parameters.init(encryption.getParameters().toASN1Primitive().getEncoded());
    Cipher cipher = Cipher.getInstance(name + "/CBC/PKCS5Padding");
    cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, name), parameters);
    return cipher;
  }

  private static String jdkName(
      Map<ASN1ObjectIdentifier, String> names, ASN1ObjectIdentifier algorithm)
      throws NoSuchAlgorithmException {
    String name = names.get(algorithm);
    if (name == null) {
      throw new NoSuchAlgorithmException();
    }
    return name;
  }
}
