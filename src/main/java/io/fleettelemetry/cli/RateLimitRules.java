package io.fleettelemetry.cli;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the section {@code rate_limit} does. */
final class RateLimitRules {

  private static final String SECTION = "rate_limit";
  private static final String LIMIT = SECTION + ".message_limit";
  private static final String INTERVAL = SECTION + ".message_interval_time";
  private static final String OLDER = "MessageIntervalTimeSecond";

  static final List<MigrationRule> ALL =
      List.of(
          RateLimitRules::takesEffect,
          RateLimitRules::olderName,
          MigrationRule.when(
              file -> enabled(file),
              new Difference(
                  SECTION,
                  "the first message over the limit in an interval is answered with the error"
                      + " \"rate limit exceeded\", where the server in the field is silent",
                  "")));

  private RateLimitRules() {}

  private static boolean enabled(FileFacts file) {
    return file.is(SECTION + ".enabled", true);
  }

  private static boolean isOlderNames(FileFacts file) {
    return file.origin(INTERVAL).endsWith("as " + OLDER);
  }

  private static Stream<Difference> takesEffect(FileFacts file) {
    Predicate<FileFacts> neverDid = f -> enabled(f) && !isOlderNames(f);
    return MigrationRule.when(
            neverDid,
            new Difference(
                SECTION,
                "the limit takes effect for the first time, since in the field its interval never"
                    + " does: "
                    + limit(file)
                    + "; what is over it is dropped",
                "see that it leaves room for what vehicles send again after an outage, up to 5,000"
                    + " messages each"))
        .differences(file);
  }

  private static Stream<Difference> olderName(FileFacts file) {
    return MigrationRule.when(
            RateLimitRules::isOlderNames,
            new Difference(
                SECTION + "." + OLDER,
                "counts nanoseconds, whatever its name says: the limit is " + limit(file),
                "write message_interval_time, in seconds"))
        .differences(file);
  }

  /**
   * An interval in nanoseconds may be a very small part of one, which no person reads as 3.0E-8.
   */
  private static String seconds(FileFacts file) {
    return file.text(INTERVAL)
        .map(text -> new BigDecimal(text).stripTrailingZeros().toPlainString())
        .orElse("?");
  }

  private static String limit(FileFacts file) {
    return "%s messages in %s s for each connection"
        .formatted(file.text(LIMIT).orElse("?"), seconds(file));
  }
}
