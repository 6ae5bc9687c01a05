package io.fleettelemetry.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Text lines: {@code time="2026-11-24T16:35:01Z" level=info msg=NAME}, then the fields sorted by
 * name.
 */
final class LogfmtEncoder extends LineEncoder {

  private static final DateTimeFormatter TO_THE_SECOND =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

  @Override
  void append(StringBuilder out, ILoggingEvent event) {
    out.append("time=\"");
    TO_THE_SECOND.formatTo(event.getInstant(), out);
    out.append("\" level=").append(LogFields.level(event)).append(" msg=");
    LogfmtText.appendValue(out, event.getFormattedMessage());
    LogFields.of(event)
        .forEach(
            (name, value) -> {
              out.append(' ');
              LogfmtText.appendName(out, name);
              out.append('=');
              LogfmtText.appendValue(out, value);
            });
  }
}
