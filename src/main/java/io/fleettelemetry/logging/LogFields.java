package io.fleettelemetry.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.event.KeyValuePair;

/** What both line formats share: an event's fields beside time, level and message. */
final class LogFields {

  /** Our own loggers; a line of any other carries its logger's name. */
  static final String OWN_LOGGERS = "io.fleettelemetry";

  private static final String CONTEXT = "fleet-telemetry";
  private static final int MAX_STACK_CHARS = 16_384;

  /** An event's own fields of these names are written with the prefix {@code fields.}. */
  private static final Set<String> RESERVED =
      Set.of("time", "level", "msg", "context", "activity", "logger", "stack");

  private LogFields() {}

  /**
   * The fields by name: the event's own, {@code context}, {@code activity} at info, {@code error}
   * at error whatever else there is, and a library's {@code logger}. A throwable gives {@code
   * error}, its message, and {@code stack} at error, debug and trace.
   */
  static SortedMap<String, Object> of(ILoggingEvent event) {
    SortedMap<String, Object> fields = new TreeMap<>();
    List<KeyValuePair> own = event.getKeyValuePairs();
    if (own != null) {
      own.forEach(pair -> fields.put(name(pair.key), pair.value));
    }
    fields.put("context", CONTEXT);
    if (event.getLevel() == Level.INFO) {
      fields.put("activity", true);
    }
    if (!event.getLoggerName().startsWith(OWN_LOGGERS)) {
      fields.put("logger", event.getLoggerName());
    }
    addThrowable(event, fields);
    if (event.getLevel() == Level.ERROR) {
      fields.putIfAbsent("error", null);
    }
    return fields;
  }

  /** {@code trace}, {@code debug}, {@code info}, {@code warning} or {@code error}. */
  static String level(ILoggingEvent event) {
    return event.getLevel() == Level.WARN
        ? "warning"
        : event.getLevel().toString().toLowerCase(Locale.ROOT);
  }

  private static String name(String key) {
    return RESERVED.contains(key) ? "fields." + key : key;
  }

  private static void addThrowable(ILoggingEvent event, SortedMap<String, Object> fields) {
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown == null) {
      return;
    }
    String message = thrown.getMessage();
    fields.putIfAbsent("error", message == null ? thrown.getClassName() : message);
    if (event.getLevel() != Level.INFO && event.getLevel() != Level.WARN) {
      String stack = ThrowableProxyUtil.asString(thrown);
      fields.put("stack", stack.substring(0, Math.min(stack.length(), MAX_STACK_CHARS)));
    }
  }
}
