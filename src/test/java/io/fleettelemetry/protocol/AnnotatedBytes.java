package io.fleettelemetry.protocol;

import java.util.HexFormat;

/**
 * Bytes written for readers: lines of hexadecimal digits, each with what they are after {@code |}.
 */
final class AnnotatedBytes {

  private AnnotatedBytes() {}

  static byte[] of(String lines) {
    return HexFormat.of().parseHex(lines.replaceAll("\\|.*|\\s", ""));
  }
}
