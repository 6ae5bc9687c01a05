package io.fleettelemetry.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.read.ListAppender;
import io.fleettelemetry.config.LogConfig;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.Slf4JLoggerFactory;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoggingTest {

  private final LoggerContext context = new LoggerContext();

  @ParameterizedTest
  @CsvSource({
    "TRACE,TRACE,DEBUG",
    "DEBUG,DEBUG,WARN",
    "INFO,INFO,WARN",
    "WARN,WARN,WARN",
    "ERROR,ERROR,ERROR"
  })
  void librariesSayLessThanTheServer(LogConfig.Level configured, String own, String libraries) {
    Logging.apply(context, new LogConfig(configured, false));

    assertEquals(level(own), context.getLogger("io.fleettelemetry.Main").getEffectiveLevel());
    assertEquals(level(own), context.getLogger("com.example.Custom").getEffectiveLevel());
    for (String library : List.of("io.netty.a.B", "io.vertx.a.B", "org.apache.kafka.a.B")) {
      assertEquals(level(libraries), context.getLogger(library).getEffectiveLevel());
    }
  }

  @Test
  void aLevelThatChangesLeavesTheAppenderAlone() {
    Logging.apply(context, new LogConfig(LogConfig.Level.INFO, true));
    ConsoleAppender<ILoggingEvent> appender = onlyAppender();
    Logging.setLevel(context, LogConfig.Level.TRACE);
    assertEquals(level("TRACE"), context.getLogger("io.fleettelemetry.Main").getEffectiveLevel());
    assertEquals(level("DEBUG"), context.getLogger("io.netty.a.B").getEffectiveLevel());
    assertSame(appender, onlyAppender());
  }

  @Test
  void configuringAgainReplacesTheAppender() {
    Logging.apply(context, new LogConfig(LogConfig.Level.INFO, false));
    assertInstanceOf(LogfmtEncoder.class, onlyAppender().getEncoder());

    Logging.apply(context, new LogConfig(LogConfig.Level.INFO, true));
    assertInstanceOf(JsonLineEncoder.class, onlyAppender().getEncoder());
  }

  @Test
  void librariesLogThroughTheSameBackEnd() {
    Logger logger = (Logger) org.slf4j.LoggerFactory.getLogger("io.vertx.Something");
    ListAppender<ILoggingEvent> seen = new ListAppender<>();
    seen.start();
    logger.addAppender(seen);
    try {
      LoggerFactory.getLogger("io.vertx.Something").warn("said by Vert.x");
    } finally {
      logger.detachAppender(seen);
    }

    assertEquals("said by Vert.x", seen.list.get(0).getMessage());
    assertInstanceOf(Slf4JLoggerFactory.class, InternalLoggerFactory.getDefaultFactory());
  }

  private ConsoleAppender<ILoggingEvent> onlyAppender() {
    List<Appender<ILoggingEvent>> appenders = new ArrayList<>();
    context
        .getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
        .iteratorForAppenders()
        .forEachRemaining(appenders::add);
    assertEquals(1, appenders.size());
    return (ConsoleAppender<ILoggingEvent>) appenders.get(0);
  }

  private static Level level(String name) {
    return Level.toLevel(name);
  }
}
