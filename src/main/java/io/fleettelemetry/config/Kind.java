package io.fleettelemetry.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a key takes.
 *
 * @param rule for the message about a value that is something else
 * @param reading takes a value; empty when it is something else
 * @param writing the value as a file would write it
 * @param emptyIsAbsent whether the empty text is the same as no value
 */
record Kind<T>(
    String rule,
    Function<Value, Optional<T>> reading,
    Function<T, Object> writing,
    boolean emptyIsAbsent) {

  static final Kind<String> TEXT = of("must be text", Value::text);
  static final Kind<Boolean> BOOL = of("must be true or false", Value::bool);
  static final Kind<List<String>> TEXTS = of("must be a list of texts", Value::texts);
  static final Kind<Object> ANY = of("", value -> Optional.of(value.json()));

  private static final Predicate<String> HOST_NAME =
      Pattern.compile("[\\w.:%-]*").asMatchPredicate();

  static final Kind<String> HOST =
      new Kind<>(
          "must be an address or a host name",
          value -> value.text().filter(HOST_NAME),
          host -> host,
          true);

  static final Kind<Path> FILE =
      new Kind<>(
          "must name a file that can be read",
          value -> value.text().flatMap(Kind::readable),
          Path::toString,
          true);

  private static <T> Kind<T> of(String rule, Function<Value, Optional<T>> reading) {
    return new Kind<>(rule, reading, value -> value, false);
  }

  static Kind<Long> wholeNumber(long min, long max) {
    return of(Value.wholeNumberRule(min, max), value -> value.wholeNumber(min, max));
  }

  /** A whole number of this unit, {@code min} or more. */
  static Kind<Duration> duration(ChronoUnit unit, int min) {
    long max = unit == ChronoUnit.NANOS ? Long.MAX_VALUE : Integer.MAX_VALUE;
    return new Kind<>(
        Value.wholeNumberRule(min, max) + " (" + unit.name().toLowerCase(Locale.ROOT) + ")",
        value -> value.wholeNumber(min, max).map(n -> Duration.of(n, unit)),
        duration -> number(duration, unit),
        false);
  }

  /** A whole number where it is one, so that it stands as it was written. */
  private static Number number(Duration duration, ChronoUnit unit) {
    Duration one = unit.getDuration();
    long whole = duration.dividedBy(one);
    return one.multipliedBy(whole).equals(duration)
        ? (Number) whole
        : (Number) ((double) duration.toNanos() / one.toNanos());
  }

  /** One of these words; a value that several of them stand for is written as the first. */
  static <T> Kind<T> choice(Map<String, T> choices) {
    return new Kind<>(
        "must be one of " + String.join(", ", choices.keySet()),
        value -> value.text().map(text -> text.toLowerCase(Locale.ROOT)).map(choices::get),
        choice -> word(choices, choice),
        false);
  }

  private static <T> String word(Map<String, T> choices, T choice) {
    return choices.entrySet().stream()
        .filter(entry -> entry.getValue().equals(choice))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  private static Optional<Path> readable(String name) {
    try {
      Path path = Path.of(name);
      boolean fits = Files.isRegularFile(path) && Files.isReadable(path);
      return fits ? Optional.of(path) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
