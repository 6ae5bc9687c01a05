package io.fleettelemetry.cli.show;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Moments as a user writes them. Immutable. */
public final class Moments {

  /** What {@link #parse} takes, for messages. */
  public static final String RULE =
      "must be an instant (2026-11-24T16:00:00Z), a local date (2026-11-24) or date and time"
          + " (2026-11-24T16:00), or a time back from now in s, m, h or d (15m)";

  private static final Pattern BACK = Pattern.compile("(\\d{1,9})([smhd])");
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS,
          "d", ChronoUnit.DAYS);

  private final Clock clock;
  private final List<Function<String, Instant>> forms;

  /**
   * Moments of one place.
   *
   * @param clock what is now
   * @param zone that of local dates and times
   */
  public Moments(Clock clock, ZoneId zone) {
    this.clock = clock;
    this.forms =
        List.of(
            this::back,
            text -> OffsetDateTime.parse(text).toInstant(),
            text -> LocalDateTime.parse(text.replace(' ', 'T')).atZone(zone).toInstant(),
            text -> LocalDate.parse(text).atStartOfDay(zone).toInstant());
  }

  /** In epoch milliseconds; empty when the text follows none of {@link #RULE}. */
  public Optional<Long> parse(String text) {
    for (Function<String, Instant> form : forms) {
      try {
        return Optional.of(form.apply(text).toEpochMilli());
      } catch (DateTimeException | ArithmeticException e) {
        // Not in this form, or beyond what milliseconds can say.
      }
    }
    return Optional.empty();
  }

  private Instant back(String text) {
    Matcher parts = BACK.matcher(text);
    if (!parts.matches()) {
      throw new DateTimeException(text);
    }
    long amount = Long.parseLong(parts.group(1));
    return clock.instant().minus(UNITS.get(parts.group(2)).getDuration().multipliedBy(amount));
  }
}
