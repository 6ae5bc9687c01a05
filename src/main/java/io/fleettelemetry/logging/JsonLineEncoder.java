package io.fleettelemetry.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.SortedMap;

/** JSON lines: one object an event, its keys sorted, the time in RFC 3339 with nanoseconds. */
final class JsonLineEncoder extends LineEncoder {

  /** As many digits of the fraction as are not zeros at its end. */
  private static final DateTimeFormatter TO_THE_NANOSECOND =
      new DateTimeFormatterBuilder()
          .appendPattern("yyyy-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendLiteral('Z')
          .toFormatter()
          .withZone(ZoneOffset.UTC);

  @Override
  void append(StringBuilder out, ILoggingEvent event) {
    SortedMap<String, Object> fields = LogFields.of(event);
    fields.put("time", TO_THE_NANOSECOND.format(event.getInstant()));
    fields.put("level", LogFields.level(event));
    fields.put("msg", event.getFormattedMessage());
    JsonText.append(out, fields);
  }
}
