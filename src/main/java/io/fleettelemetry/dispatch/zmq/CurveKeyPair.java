package io.fleettelemetry.dispatch.zmq;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import javax.crypto.KeyAgreement;
import org.zeromq.ZMQ.Curve;

/**
 * A key pair of CURVE, ZeroMQ's encryption: two keys of Curve25519 in Z85, 40 characters each.
 *
 * @param publicKey what the other side knows us by
 * @param secretKey what proves it
 */
public record CurveKeyPair(String publicKey, String secretKey) {

  private static final String CURVE = "X25519";

  /** The point that a public key is a multiple of. */
  private static final BigInteger BASE = BigInteger.valueOf(9);

  /** A new one, from the system's secure random numbers. */
  public static CurveKeyPair generate() {
    byte[] secret = new byte[Curve.KEY_SIZE];
    new SecureRandom().nextBytes(secret);
    return ofSecret(Curve.z85Encode(secret));
  }

  /** The pair that a secret key belongs to. */
  static CurveKeyPair ofSecret(String secretKey) {
    try {
      KeyFactory keys = KeyFactory.getInstance(CURVE);
      NamedParameterSpec curve = NamedParameterSpec.X25519;
      PrivateKey secret =
          keys.generatePrivate(new XECPrivateKeySpec(curve, Curve.z85Decode(secretKey)));
      PublicKey base = keys.generatePublic(new XECPublicKeySpec(curve, BASE));
      KeyAgreement agreement = KeyAgreement.getInstance(CURVE);
      agreement.init(secret);
      agreement.doPhase(base, true);
      return new CurveKeyPair(Curve.z85Encode(agreement.generateSecret()), secretKey);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every secret key of 32 bytes has a public one", e);
    }
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "CurveKeyPair[publicKey=" + publicKey + "]";
  }
}
