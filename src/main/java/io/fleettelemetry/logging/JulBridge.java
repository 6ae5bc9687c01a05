package io.fleettelemetry.logging;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/** Hands what is logged through {@code java.util.logging} to SLF4J. */
final class JulBridge extends Handler {

  /** Only resolves the record's parameters and resource bundle. */
  private final SimpleFormatter messages = new SimpleFormatter();

  private JulBridge() {}

  /** Becomes the only handler of the root logger. */
  static void install() {
    Logger root = LogManager.getLogManager().getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.addHandler(new JulBridge());
  }

  @Override
  public void publish(LogRecord event) {
    if (event == null) {
      return;
    }
    String name = event.getLoggerName() == null ? "java.util.logging" : event.getLoggerName();
    LoggerFactory.getLogger(name)
        .atLevel(level(event.getLevel()))
        .setCause(event.getThrown())
        .log(messages.formatMessage(event));
  }

  @Override
  public void flush() {
    // Nothing is held back.
  }

  @Override
  public void close() {
    // Nothing is open.
  }

  private static org.slf4j.event.Level level(Level level) {
    int value = level.intValue();
    if (value >= Level.SEVERE.intValue()) {
      return org.slf4j.event.Level.ERROR;
    }
    if (value >= Level.WARNING.intValue()) {
      return org.slf4j.event.Level.WARN;
    }
    if (value >= Level.INFO.intValue()) {
      return org.slf4j.event.Level.INFO;
    }
    return value >= Level.FINE.intValue()
        ? org.slf4j.event.Level.DEBUG
        : org.slf4j.event.Level.TRACE;
  }
}
