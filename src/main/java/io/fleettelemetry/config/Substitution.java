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

  /** Learns where what is put in comes from, and what could not be replaced. */
  interface Listener {
    /** {@code environment NAME}, {@code NAME is not set} or {@code @file:PATH}. */
    void origin(String origin);

    /** A file is about to be read. */
    void file(Path path);

    void complaint(String rule);
  }

  /**
   * The text with everything replaced.
   *
   * @return empty when something could not be, which {@code listener} then knows
   */
  Optional<String> apply(String written, Listener listener) {
    Optional<String> text = variables(written, listener);
    if (text.isEmpty() || !written.startsWith(FILE_PREFIX)) {
      return text;
    }
    listener.origin(text.get());
    return content(text.get().substring(FILE_PREFIX.length()), listener);
  }

  private Optional<String> variables(String written, Listener listener) {
    Matcher matcher = VARIABLE.matcher(written);
    StringBuilder text = new StringBuilder(written.length());
    boolean complete = true;
    while (matcher.find()) {
      String name = matcher.group(1);
      String value = environment.getOrDefault(name, matcher.group(2));
      listener.origin(environment.containsKey(name) ? "environment " + name : name + " is not set");
      if (value == null) {
        listener.complaint(
            "the environment variable %s is not set; set it or write ${%<s:-default}"
                .formatted(name));
        complete = false;
        value = "";
      }
      matcher.appendReplacement(text, Matcher.quoteReplacement(value));
    }
    return complete ? Optional.of(matcher.appendTail(text).toString()) : Optional.empty();
  }

  private static Optional<String> content(String path, Listener listener) {
    try {
      Path file = Path.of(path);
      listener.file(file);
      String text = Files.readString(file);
      return Optional.of(text.endsWith("\n") ? text.substring(0, endOfLastLine(text)) : text);
    } catch (IOException | InvalidPathException e) {
      listener.complaint("the file after %s cannot be read as text".formatted(FILE_PREFIX));
      return Optional.empty();
    }
  }

  private static int endOfLastLine(String text) {
    return text.endsWith("\r\n") ? text.length() - 2 : text.length() - 1;
  }
}
