package io.fleettelemetry.transform;

/** Strict UTF-8, as proto3 wants strings: shortest forms, no surrogates, up to U+10FFFF. */
public final class Utf8 {

  private Utf8() {}

  /** Whether the bytes from {@code from} to before {@code to} are UTF-8. */
  public static boolean isValid(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      int length = bytes[i] >= 0 ? 1 : sequence(bytes, i, to);
      if (length == 0) {
        return false;
      }
      i += length;
    }
    return true;
  }

  /** Length of the sequence of several bytes at {@code i}; 0 when there is no valid one. */
  private static int sequence(byte[] bytes, int i, int to) {
    int first = bytes[i] & 0xFF;
    if (first < 0xC2 || first > 0xF4) {
      return 0;
    }
    int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (to - i < length) {
      return 0;
    }
    for (int k = 1; k < length; k++) {
      if ((bytes[i + k] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return secondFits(first, bytes[i + 1] & 0xFF) ? length : 0;
  }

  /** Overlong forms, surrogates and what is beyond U+10FFFF show in the second byte. */
  private static boolean secondFits(int first, int second) {
    return switch (first) {
      case 0xE0 -> second >= 0xA0;
      case 0xED -> second < 0xA0;
      case 0xF0 -> second >= 0x90;
      case 0xF4 -> second < 0x90;
      default -> true;
    };
  }
}
