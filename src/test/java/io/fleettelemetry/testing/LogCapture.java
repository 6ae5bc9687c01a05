package io.fleettelemetry.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/**
 * Keeps what is logged, from every thread, while it is open. Meanwhile the logger writes to no
 * other place, so that expected errors do not look like failures.
 */
public final class LogCapture implements AutoCloseable {

  private final Logger logger;
  private final Level level;
  private final boolean additive;
  private final Queue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          event.prepareForDeferredProcessing();
          events.add(event);
        }
      };

  private LogCapture(Logger logger, Level from) {
    this.logger = logger;
    level = logger.getLevel();
    additive = logger.isAdditive();
    appender.setContext(logger.getLoggerContext());
    appender.start();
    logger.setLevel(from);
    logger.setAdditive(false);
    logger.addAppender(appender);
  }

  /** Captures all loggers of this name and below it, from debug on. */
  public static LogCapture of(String name) {
    return of(name, Level.DEBUG);
  }

  /** Captures all loggers of this name and below it, from a level on. */
  public static LogCapture of(String name, Level from) {
    return new LogCapture((Logger) LoggerFactory.getLogger(name), from);
  }

  /** Captures this class's logger, from debug on. */
  public static LogCapture of(Class<?> type) {
    return of(type.getName());
  }

  /** What came so far. */
  public List<ILoggingEvent> events() {
    return List.copyOf(events);
  }

  /** The lines of this name, such as {@code socket_connected}. */
  public List<ILoggingEvent> named(String message) {
    return events.stream().filter(event -> event.getFormattedMessage().equals(message)).toList();
  }

  /** Warnings and errors. */
  public List<ILoggingEvent> problems() {
    return events.stream().filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN)).toList();
  }

  /** Waits for a line of this name and returns the first. */
  public ILoggingEvent await(String message) {
    Awaitility.await("the log line " + message)
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> !named(message).isEmpty());
    return named(message).get(0);
  }

  /** The fields of a line, in their order. */
  public static Map<String, Object> fields(ILoggingEvent event) {
    Map<String, Object> fields = new LinkedHashMap<>();
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      pairs.forEach(pair -> fields.put(pair.key, pair.value));
    }
    return fields;
  }

  /** Forgets what came so far. */
  public void clear() {
    events.clear();
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    appender.stop();
    logger.setAdditive(additive);
    logger.setLevel(level);
  }
}
