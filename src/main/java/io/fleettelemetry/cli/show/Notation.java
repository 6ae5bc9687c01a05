package io.fleettelemetry.cli.show;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How moments and degrees are written. */
interface Notation {

  /** As they are stored, for programs. */
  Notation EXACT =
      new Notation() {
        @Override
        public String moment(String instant) {
          return instant;
        }

        @Override
        public String degrees(String number) {
          return number;
        }
      };

  /** A moment that is given as an ISO instant. */
  String moment(String instant);

  /** A latitude or longitude that is given as a JSON number. */
  String degrees(String number);

  /** For readers: local time to milliseconds, places to a metre. */
  static Notation readable(ZoneId zone) {
    DateTimeFormatter local =
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
    return new Notation() {
      @Override
      public String moment(String instant) {
        try {
          return local.format(Instant.parse(instant));
        } catch (DateTimeException e) {
          return instant;
        }
      }

      @Override
      public String degrees(String number) {
        try {
          return String.format(Locale.ROOT, "%.5f", Double.parseDouble(number));
        } catch (NumberFormatException e) {
          return number;
        }
      }
    };
  }
}
