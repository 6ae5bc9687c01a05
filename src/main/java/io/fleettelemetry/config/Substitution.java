package io.fleettelemetry.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code ${NAME}} and {@code ${NAME:-default}} in a text by the environment's value, and a
 * text {@code @file:PATH} by that file's content without its last line break. What comes in is not
 * looked at again, so a secret may hold any characters.
 *
 * @param environment names and values
 */
record Substitution(Map<String, String> environment) {

  private static final String FILE_PREFIX = "@file:";
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");

  /** Takes what cannot be replaced. */
  @FunctionalInterface
  interface Complaints {
    void add(String rule);
  }

  /**
   * The text with everything replaced.
   *
   * @return empty when something could not be, which {@code complaints} then knows
   */
  Optional<String> apply(String written, Complaints complaints) {
    Optional<String> text = variables(written, complaints);
    if (text.isEmpty() || !written.startsWith(FILE_PREFIX)) {
      return text;
    }
    return content(text.get().substring(FILE_PREFIX.length()), complaints);
  }

  private Optional<String> variables(String written, Complaints complaints) {
    Matcher matcher = VARIABLE.matcher(written);
    StringBuilder text = new StringBuilder(written.length());
    boolean complete = true;
    while (matcher.find()) {
      String value = environment.getOrDefault(matcher.group(1), matcher.group(2));
      if (value == null) {
        complaints.add(
            "the environment variable %s is not set; set it or write ${%<s:-default}"
                .formatted(matcher.group(1)));
        complete = false;
        value = "";
      }
      matcher.appendReplacement(text, Matcher.quoteReplacement(value));
    }
    return complete ? Optional.of(matcher.appendTail(text).toString()) : Optional.empty();
  }

  private static Optional<String> content(String path, Complaints complaints) {
    try {
      String text = Files.readString(Path.of(path));
      return Optional.of(text.endsWith("\n") ? text.substring(0, endOfLastLine(text)) : text);
    } catch (IOException | InvalidPathException e) {
      complaints.add("the file after %s cannot be read as text".formatted(FILE_PREFIX));
      return Optional.empty();
    }
  }

  private static int endOfLastLine(String text) {
    return text.endsWith("\r\n") ? text.length() - 2 : text.length() - 1;
  }
}
