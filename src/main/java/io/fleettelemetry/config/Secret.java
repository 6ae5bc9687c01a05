package io.fleettelemetry.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A text that is never printed: {@link #toString} hides it, so the records that hold one may be
 * printed.
 *
 * @param value the text itself
 */
public record Secret(String value) {

  /** What stands in messages in place of a secret. */
  static final String HIDDEN = "(hidden)";

  private static final Pattern SECRET_KEY =
      Pattern.compile(
          "password|passwd|secret|token|jaas|credential|user\\.info|project_key"
              + "|key\\.pem|keystore\\.key");

  /**
   * Whether the value of this key is hidden in messages whoever reads it: for sections whose keys
   * are another system's and not listed here.
   */
  static boolean isNameOfOne(String key) {
    return SECRET_KEY.matcher(key.toLowerCase(Locale.ROOT)).find();
  }

  /** A value with all that stands under such a name in it hidden; itself when the key is one. */
  static Object hide(String key, Object value) {
    if (isNameOfOne(key)) {
      return HIDDEN;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((name, member) -> copy.put((String) name, hide((String) name, member)));
      return copy;
    }
    return value instanceof List<?> list
        ? list.stream().map(element -> hide(key, element)).toList()
        : value;
  }

  @Override
  public String toString() {
    return HIDDEN;
  }
}
