package io.fleettelemetry.server;

import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** Connection ids from the {@code X-TXID} header. */
final class ConnectionIds {

  private static final String URN_PREFIX = "urn:uuid:";
  private static final Pattern DASHED =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern PLAIN = Pattern.compile("[0-9a-f]{32}");

  private ConnectionIds() {}

  /**
   * The canonical lower-case form of a UUID, or a new UUID when the header holds none. A UUID is
   * the 36-character form, alone, in braces or after {@code urn:uuid:}, or 32 hexadecimal digits.
   *
   * @param header null when absent
   */
  static String of(String header) {
    if (header != null) {
      String bare = withoutWrapping(header.toLowerCase(Locale.ROOT));
      if (DASHED.matcher(bare).matches()) {
        return bare;
      }
      if (bare.length() == header.length() && PLAIN.matcher(bare).matches()) {
        return bare.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
      }
    }
    return random();
  }

  /**
   * A new version 4 UUID (RFC 9562, 5.4). It is a name and no secret, so its bits need not come
   * from the operating system, which would be a blocking read.
   */
  static String random() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = (random.nextLong() & ~0xf000L) | 0x4000L;
    long low = (random.nextLong() >>> 2) | Long.MIN_VALUE;
    return new UUID(high, low).toString();
  }

  private static String withoutWrapping(String text) {
    if (text.startsWith(URN_PREFIX)) {
      return text.substring(URN_PREFIX.length());
    }
    return text.startsWith("{") && text.endsWith("}") && text.length() > 1
        ? text.substring(1, text.length() - 1)
        : text;
  }
}
