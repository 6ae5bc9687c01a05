package io.fleettelemetry.dispatch.mqtt;

/** What may stand between two slashes of a topic that is published to. */
final class TopicLevels {

  private static final char SUBSTITUTE = '_';

  private TopicLevels() {}

  /**
   * A text as one level: brokers drop a client that publishes to a topic with a wildcard, a control
   * character or a noncharacter in it (MQTT 3.1.1, 1.5.3 and 4.7), and a slash would make two
   * levels.
   */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().forEach(c -> clean.appendCodePoint(isFit(c) ? c : SUBSTITUTE));
    return clean.toString();
  }

  /** Whether a text may begin a topic, be it with several levels. */
  static boolean isTopic(String text) {
    return text.codePoints().allMatch(c -> c == '/' || isFit(c));
  }

  private static boolean isFit(int c) {
    return c != '+'
        && c != '#'
        && c != '/'
        && !Character.isISOControl(c)
        && !isNoncharacter(c)
        && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE);
  }

  private static boolean isNoncharacter(int c) {
    return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
  }
}
