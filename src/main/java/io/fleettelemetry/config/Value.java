package io.fleettelemetry.config;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A value of the file and what it can be taken for; empty when it is something else.
 *
 * @param json as a JSON parser gives it, texts substituted; never null
 * @param substituted whether it is a text that was not written as it is now: such a one also counts
 *     as the number or boolean that it spells, because the environment has only texts
 */
record Value(Object json, boolean substituted) {

  private static final int LONGEST_SHOWN = 100;

  Optional<String> text() {
    return json instanceof String text ? Optional.of(text) : Optional.empty();
  }

  Optional<Boolean> bool() {
    if (json instanceof Boolean bool) {
      return Optional.of(bool);
    }
    return text()
        .filter(t -> substituted && (t.equals("true") || t.equals("false")))
        .map(Boolean::valueOf);
  }

  Optional<Long> wholeNumber(long min, long max) {
    return integral()
        .filter(n -> n.bitLength() < Long.SIZE)
        .map(BigInteger::longValue)
        .filter(n -> n >= min && n <= max);
  }

  private Optional<BigInteger> integral() {
    if (json instanceof Integer || json instanceof Long || json instanceof BigInteger) {
      return Optional.of(new BigInteger(json.toString()));
    }
    return text().filter(t -> substituted && t.matches("-?\\d{1,19}")).map(BigInteger::new);
  }

  static String wholeNumberRule(long min, long max) {
    return max == Long.MAX_VALUE
        ? "must be a whole number of %d or more".formatted(min)
        : "must be a whole number from %d to %d".formatted(min, max);
  }

  Optional<List<String>> texts() {
    if (!(json instanceof List<?> list)) {
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>(list.size());
    for (Object element : list) {
      if (!(element instanceof String text)) {
        return Optional.empty();
      }
      texts.add(text);
    }
    return Optional.of(List.copyOf(texts));
  }

  /** The names of an enum's constants as the file writes them, in lower case, in their order. */
  static <E extends Enum<E>> Map<String, E> words(Class<E> type) {
    Map<String, E> words = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      words.put(word(constant), constant);
    }
    return words;
  }

  /** One of those names. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** A value as written, on one line for a message. */
  static String show(Object written) {
    String shown = render(written);
    return shown.length() <= LONGEST_SHOWN ? shown : shown.substring(0, LONGEST_SHOWN) + "…";
  }

  private static String render(Object written) {
    if (written instanceof String text) {
      return '"' + text.replaceAll("\\p{Cntrl}", "?") + '"';
    }
    if (written instanceof Map<?, ?> map) {
      return map.isEmpty() ? "{}" : "{…}";
    }
    if (written instanceof List<?> list) {
      return list.stream().map(Value::render).collect(Collectors.joining(", ", "[", "]"));
    }
    return String.valueOf(written);
  }
}
