package io.fleettelemetry.cli.show;

import java.util.Locale;

/** In which form records are printed. */
public enum OutputFormat {
  /** Aligned columns for the eye, one row a signal. */
  TABLE,
  /** The lines of the store. */
  JSON,
  /** RFC 4180, one row a signal. */
  CSV;

  /** As it is given on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
