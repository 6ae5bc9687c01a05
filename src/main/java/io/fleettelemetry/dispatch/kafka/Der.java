package io.fleettelemetry.dispatch.kafka;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;

/** As much of DER as it takes to put an RSA or EC key into the envelope of PKCS#8. */
final class Der {

  /** AlgorithmIdentifier of rsaEncryption, 1.2.840.113549.1.1.1, with its NULL. */
  static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

  /** The object identifier id-ecPublicKey, 1.2.840.10045.2.1. */
  private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

  /** The version of PKCS#8: the integer 0. */
  private static final byte[] VERSION = {2, 1, 0};

  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final int CURVE = 0xa0;

  private Der() {}

  /** The key as PKCS#8. */
  static byte[] pkcs8(byte[] algorithm, byte[] key) {
    return element(SEQUENCE, VERSION, algorithm, element(OCTET_STRING, key));
  }

  /** The AlgorithmIdentifier of an EC key, with the curve that the key itself names. */
  static byte[] ecAlgorithm(byte[] key) throws GeneralSecurityException {
    int at = contents(key, 0);
    while (at < key.length) {
      int from = contents(key, at);
      int end = from + length(key, at);
      if ((key[at] & 0xff) == CURVE) {
        return element(SEQUENCE, EC, Arrays.copyOfRange(key, from, end));
      }
      at = end;
    }
    throw new GeneralSecurityException("the key does not name its curve");
  }

  private static byte[] element(int tag, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 4);
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else if (length < 0x100) {
      out.write(0x81);
      out.write(length);
    } else {
      out.write(0x82);
      out.write(length >> 8);
      out.write(length);
    }
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** Where the contents of the element at this place begin. */
  private static int contents(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int length(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = (length << 8) | (der[at + 2 + i] & 0xff);
    }
    return length;
  }
}
