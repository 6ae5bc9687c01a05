package io.fleettelemetry.dispatch.kafka;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Reads a private key in any form that OpenSSL writes, because the Java client takes PKCS#8 alone:
 * RFC 5208 and 5958 (PKCS#8, plain or encrypted), RFC 8017 A.1.2 (RSA), RFC 5915 (EC), and the
 * older encryption of PEM in the two latter.
 */
final class PemKey {

  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN ([A-Z ]*PRIVATE KEY)-----\\s+((?:[^\\r\\n]+:[^\\r\\n]*\\s+)*)"
              + "([A-Za-z0-9+/=\\s]+)-----END");
  private static final Pattern ENCRYPTION =
      Pattern.compile("DEK-Info: *([A-Z0-9-]+),([0-9A-Fa-f]+)");

  /** Bytes of the key of each of the older schemes. */
  private static final Map<String, Integer> KEY_LENGTHS =
      Map.of("AES-128-CBC", 16, "AES-192-CBC", 24, "AES-256-CBC", 32, "DES-EDE3-CBC", 24);

  /** The outcome of a reading. */
  sealed interface Reading {}

  /**
   * The key.
   *
   * @param pkcs8 PEM, not encrypted: a secret
   */
  record Key(String pkcs8) implements Reading {

    @Override
    public String toString() {
      return "Key";
    }
  }

  /**
   * No key.
   *
   * @param reason in an operator's words, without any of the text
   */
  record Unreadable(String reason) implements Reading {}

  private PemKey() {}

  /**
   * Reads the first private key of a text.
   *
   * @param password of an encrypted key; empty when none is known
   */
  static Reading read(String pem, char[] password) {
    Matcher block = BLOCK.matcher(pem);
    if (!block.find()) {
      return new Unreadable("there is none");
    }
    String kind = block.group(1);
    Matcher encryption = ENCRYPTION.matcher(block.group(2));
    boolean olderEncryption = encryption.find();
    if (password.length == 0 && (olderEncryption || kind.startsWith("ENCRYPTED"))) {
      return new Unreadable("it is encrypted and ssl.key.password is not set");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(block.group(3));
      if (olderEncryption) {
        der = decrypt(der, encryption.group(1), encryption.group(2), password);
      }
      byte[] pkcs8 = toPkcs8(kind, der, password);
      check(pkcs8);
      String body = Base64.getMimeEncoder().encodeToString(pkcs8);
      return new Key("-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      // Whatever is wrong with bytes from outside ends here; the message holds none of them.
      String wrong = password.length == 0 ? "" : ", or ssl.key.password is wrong";
      return new Unreadable("it cannot be read" + wrong);
    }
  }

  private static byte[] toPkcs8(String kind, byte[] der, char[] password)
      throws GeneralSecurityException, IOException {
    return switch (kind) {
      case "PRIVATE KEY" -> der;
      case "ENCRYPTED PRIVATE KEY" -> decrypt(der, password);
      case "RSA PRIVATE KEY" -> Der.pkcs8(Der.RSA, der);
      case "EC PRIVATE KEY" -> Der.pkcs8(Der.ecAlgorithm(der), der);
      default -> throw new GeneralSecurityException("unknown kind");
    };
  }

  private static byte[] decrypt(byte[] der, char[] password)
      throws GeneralSecurityException, IOException {
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
    // For PBES2 the parameters' text is the name of the scheme; its own name says only "PBES2".
    String name = info.getAlgName();
    String scheme = name.startsWith("PBE") && !name.equals("PBES2") ? name : parameters(info);
    Cipher cipher = Cipher.getInstance(scheme);
    cipher.init(
        Cipher.DECRYPT_MODE,
        SecretKeyFactory.getInstance(scheme).generateSecret(new PBEKeySpec(password)),
        info.getAlgParameters());
    return info.getKeySpec(cipher).getEncoded();
  }

  private static String parameters(EncryptedPrivateKeyInfo info) {
    return info.getAlgParameters().toString();
  }

  /**
   * OpenSSL's older way: the key is MD5 over password and salt, again and again (EVP_BytesToKey).
   */
  private static byte[] decrypt(byte[] der, String scheme, String iv, char[] password)
      throws GeneralSecurityException {
    Integer length = KEY_LENGTHS.get(scheme);
    if (length == null) {
      throw new NoSuchAlgorithmException(scheme);
    }
    byte[] salt = HexFormat.of().parseHex(iv);
    byte[] secret = new String(password).getBytes(StandardCharsets.UTF_8);
    byte[] key = new byte[0];
    byte[] last = new byte[0];
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    while (key.length < length) {
      md5.update(last);
      md5.update(secret);
      md5.update(salt, 0, 8);
      last = md5.digest();
      int before = key.length;
      key = Arrays.copyOf(key, before + last.length);
      System.arraycopy(last, 0, key, before, last.length);
    }
    String algorithm = scheme.startsWith("AES") ? "AES" : "DESede";
    Cipher cipher = Cipher.getInstance(algorithm + "/CBC/PKCS5Padding");
    SecretKeySpec keySpec = new SecretKeySpec(key, 0, length, algorithm);
    cipher.init(Cipher.DECRYPT_MODE, keySpec, new IvParameterSpec(salt));
    return cipher.doFinal(der);
  }

  private static void check(byte[] pkcs8) throws GeneralSecurityException {
    GeneralSecurityException last = null;
    for (String algorithm : new String[] {"RSA", "EC"}) {
      try {
        KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        return;
      } catch (GeneralSecurityException e) {
        last = e;
      }
    }
    throw last;
  }
}
