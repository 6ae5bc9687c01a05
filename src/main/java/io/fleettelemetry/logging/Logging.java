package io.fleettelemetry.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import io.fleettelemetry.config.LogConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/**
 * Sets up where lines go and which are written.
 *
 * <p>A line is encoded on the thread that logs it and then written to standard error at once, in
 * one write: no line is lost when the process ends or when there are many, and there is no queue to
 * bound. An event loop waits for that write, some microseconds, and longer only when whoever reads
 * the server's standard error does not.
 */
public final class Logging {

  /** Libraries that say more than an operator wants to know. */
  private static final List<String> NOISY = List.of("io.netty", "io.vertx", "org.apache.kafka");

  /** Warn at every attempt while a broker is away; the dispatcher tells of it now and then. */
  private static final List<String> REPETITIVE =
      List.of(
          "org.apache.kafka.clients.NetworkClient",
          "org.apache.kafka.clients.producer.internals.Sender");

  /** What holds until the configuration is read. */
  static final LogConfig INITIAL = new LogConfig(LogConfig.Level.INFO, false);

  private Logging() {}

  /**
   * Takes the configuration over, at start or later; an event of another thread meanwhile is
   * written in the old way, in the new, or in both. Also ends in the log what a thread does not
   * catch. Does nothing where a host's other SLF4J back end is in charge.
   */
  public static void configure(LogConfig config) {
    install(config, context -> standardError(context, config.json()));
  }

  /**
   * The same, but events go to a listener and nothing is written.
   *
   * @param listener called on the thread that logs, by several at the same time
   */
  public static void configure(LogConfig config, Consumer<LogEvent> listener) {
    install(
        config,
        context -> {
          ListenerAppender appender = new ListenerAppender(listener);
          appender.setContext(context);
          appender.start();
          return appender;
        });
  }

  private static void install(
      LogConfig config, Function<LoggerContext, Appender<ILoggingEvent>> appender) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      apply(context, config, appender.apply(context));
      Thread.setDefaultUncaughtExceptionHandler(
          (thread, thrown) ->
              LoggerFactory.getLogger(Logging.class)
                  .atError()
                  .addKeyValue("thread", thread.getName())
                  .setCause(thrown)
                  .log("uncaught_exception"));
    }
  }

  static void apply(LoggerContext context, LogConfig config) {
    apply(context, config, standardError(context, config.json()));
  }

  private static void apply(
      LoggerContext context, LogConfig config, Appender<ILoggingEvent> appender) {
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    List<Appender<ILoggingEvent>> old = new ArrayList<>();
    root.iteratorForAppenders().forEachRemaining(old::add);
    root.addAppender(appender);
    old.forEach(root::detachAppender);
    old.forEach(Appender::stop);
    setLevel(context, config.level());
    JulBridge.install();
  }

  /**
   * Changes which lines are written from now on, and nothing else. Does nothing where a host's
   * other SLF4J back end is in charge.
   */
  public static void setLevel(LogConfig.Level level) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      setLevel(context, level);
    }
  }

  static void setLevel(LoggerContext context, LogConfig.Level least) {
    Level level = Level.toLevel(least.name());
    context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(level);
    NOISY.forEach(name -> context.getLogger(name).setLevel(libraryLevel(level)));
    Level repetitive = level == Level.TRACE ? Level.DEBUG : Level.ERROR;
    REPETITIVE.forEach(name -> context.getLogger(name).setLevel(repetitive));
  }

  /** Libraries say warnings and errors; at trace, where everything is asked for, more. */
  private static Level libraryLevel(Level level) {
    if (level == Level.TRACE) {
      return Level.DEBUG;
    }
    return level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN;
  }

  private static Appender<ILoggingEvent> standardError(LoggerContext context, boolean json) {
    LineEncoder encoder = json ? new JsonLineEncoder() : new LogfmtEncoder();
    encoder.setContext(context);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName("stderr");
    appender.setTarget(ConsoleTarget.SystemErr.getName());
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }
}
