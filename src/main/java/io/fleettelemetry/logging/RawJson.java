package io.fleettelemetry.logging;

/**
 * A log field's value that is JSON already: a part of the object in JSON lines, quoted in text
 * lines.
 *
 * @param json one valid JSON value; line breaks between its tokens become blanks
 */
public record RawJson(String json) {

  /** Keeps the value on one line; inside a JSON string a line break is never bare. */
  public RawJson {
    json = json.replace('\n', ' ').replace('\r', ' ');
  }

  @Override
  public String toString() {
    return json;
  }
}
