package io.fleettelemetry.cli.show;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** In which form records are printed. */
public enum OutputFormat {
  /** Aligned columns for the eye, one row a signal. */
  TABLE,
  /** The lines of the store. */
  JSON,
  /** RFC 4180, one row a signal. */
  CSV;

  /** The format of this name, in lower case. */
  public static Optional<OutputFormat> of(String name) {
    return Arrays.stream(values()).filter(format -> format.toString().equals(name)).findFirst();
  }

  /** As it is given on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
