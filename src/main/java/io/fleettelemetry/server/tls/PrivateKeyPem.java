package io.fleettelemetry.server.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/** A private key as a PEM file has it: PKCS#8, PKCS#1 (RSA) or SEC1 (EC). */
final class PrivateKeyPem {

  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

  private final String label;
  private final byte[] der;

  PrivateKeyPem(String label, byte[] der) {
    this.label = label;
    this.der = der;
  }

  /**
   * Decodes the key as one of the kind of its certificate's public key.
   *
   * @throws GeneralSecurityException when it is broken or of another kind
   */
  PrivateKey keyFor(PublicKey publicKey) throws GeneralSecurityException {
    byte[] pkcs8 = label.equals("PRIVATE KEY") ? der : wrapped(publicKey);
    return KeyFactory.getInstance(publicKey.getAlgorithm())
        .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  /**
   * Both older formats are what PKCS#8 holds inside (RFC 5208): version, algorithm, key. The
   * algorithm, with the curve of an EC key, is the public key's: SubjectPublicKeyInfo begins with
   * it (RFC 5280, 4.1).
   */
  private byte[] wrapped(PublicKey publicKey) {
    byte[] info = publicKey.getEncoded();
    int algorithm = headerLength(info, 0);
    int algorithmEnd = algorithm + headerLength(info, algorithm) + length(info, algorithm);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(VERSION_0);
    content.writeBytes(Arrays.copyOfRange(info, algorithm, algorithmEnd));
    content.writeBytes(element(OCTET_STRING, der));
    return element(SEQUENCE, content.toByteArray());
  }

  private static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 4);
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else if (content.length < 0x100) {
      out.write(0x81);
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static int headerLength(byte[] der, int start) {
    int first = der[start + 1] & 0xff;
    return first < 0x80 ? 2 : 2 + (first & 0x7f);
  }

  private static int length(byte[] der, int start) {
    int first = der[start + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = (length << 8) | (der[start + 2 + i] & 0xff);
    }
    return length;
  }
}
