package io.fleettelemetry.pki;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;

/** Keys and their other halves, with the JDK's own providers. */
public final class KeyPairs {

  private KeyPairs() {}

  /** A new pair on the curve P-256. */
  public static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Why a private key, RSA or EC, is not the one of a certificate; empty when it is.
   *
   * @param publicKey the certificate's
   * @param certificate what to call the certificate
   */
  public static Optional<String> mismatch(PrivateKey key, PublicKey publicKey, String certificate) {
    String kind = publicKey.getAlgorithm();
    String rule = "must be the " + kind + " key of " + certificate + ": ";
    if (!key.getAlgorithm().equals(kind)) {
      return Optional.of(rule + "it is of the kind " + key.getAlgorithm());
    }
    try {
      return belongs(key, publicKey)
          ? Optional.empty()
          : Optional.of("does not belong to " + certificate);
    } catch (GeneralSecurityException e) {
      return Optional.of(rule + e.getMessage());
    }
  }

  private static boolean belongs(PrivateKey key, PublicKey publicKey)
      throws GeneralSecurityException {
    byte[] data = {1, 2, 3};
    Signature signature = Signature.getInstance(signatureAlgorithm(publicKey));
    signature.initSign(key);
    signature.update(data);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(data);
    return signature.verify(signed);
  }

  /** The JDK's name of the signature that an RSA or EC key makes. */
  static String signatureAlgorithm(Key key) {
    return key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
  }
}
