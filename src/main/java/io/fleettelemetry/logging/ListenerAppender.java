package io.fleettelemetry.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.function.Consumer;

/** Hands events to a listener in place of writing lines. */
final class ListenerAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

  private final Consumer<LogEvent> listener;

  ListenerAppender(Consumer<LogEvent> listener) {
    this.listener = listener;
  }

  @Override
  protected void append(ILoggingEvent event) {
    listener.accept(
        new LogEvent(
            event.getInstant(),
            LogFields.level(event),
            event.getFormattedMessage(),
            LogFields.of(event)));
  }
}
