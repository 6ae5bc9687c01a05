package io.fleettelemetry.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as text: numbers, each with its unit, which add up. */
final class DurationText {

  static final Kind<Duration> KIND =
      new Kind<>(
          "must be a time such as 250ms, 5s or 1m30s, or a whole number of nanoseconds of -1 or more",
          DurationText::read,
          DurationText::write,
          false);

  private static final Pattern PART =
      Pattern.compile("(\\d{1,18}(?:\\.\\d{1,18})?)(ns|us|µs|ms|s|m|h)");
  private static final Pattern TEXT = Pattern.compile("0|(?:" + PART.pattern() + ")+");

  /** Largest first, each by the spelling that is written. */
  private static final Map<String, Long> NANOS = nanos();

  private DurationText() {}

  private static Map<String, Long> nanos() {
    Map<String, Long> nanos = new LinkedHashMap<>();
    nanos.put("h", Duration.ofHours(1).toNanos());
    nanos.put("m", Duration.ofMinutes(1).toNanos());
    nanos.put("s", Duration.ofSeconds(1).toNanos());
    nanos.put("ms", Duration.ofMillis(1).toNanos());
    nanos.put("us", 1_000L);
    nanos.put("µs", 1_000L);
    nanos.put("ns", 1L);
    return nanos;
  }

  private static Optional<Duration> read(Value value) {
    return value
        .wholeNumber(-1, Long.MAX_VALUE)
        .map(Duration::ofNanos)
        .or(() -> value.text().flatMap(DurationText::parse));
  }

  private static Optional<Duration> parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      return Optional.empty();
    }
    BigDecimal sum = BigDecimal.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      BigDecimal unit = BigDecimal.valueOf(NANOS.get(part.group(2)));
      sum = sum.add(new BigDecimal(part.group(1)).multiply(unit));
    }
    boolean fits = sum.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
    return fits ? Optional.of(Duration.ofNanos(sum.longValue())) : Optional.empty();
  }

  private static Object write(Duration duration) {
    long left = duration.toNanos();
    if (left <= 0) {
      return left;
    }
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, Long> unit : NANOS.entrySet()) {
      long count = left / unit.getValue();
      if (count > 0) {
        text.append(count).append(unit.getKey());
        left %= unit.getValue();
      }
    }
    return text.toString();
  }
}
