package io.fleettelemetry.bench.macro;

import java.util.Locale;

/** What is measured. */
enum Subject {
  /** The least that a server can do: {@link io.fleettelemetry.bench.Floor}. */
  FLOOR,
  /** The packaged server, started as users start it. */
  SERVER;

  /** Its name for readers and programs. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
