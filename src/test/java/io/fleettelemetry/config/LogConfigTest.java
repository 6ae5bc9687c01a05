package io.fleettelemetry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.config.LogConfig.Level;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogConfigTest {

  @TempDir Path directory;
  private ConfigFixture fixture;

  @BeforeEach
  void setUp() {
    fixture = new ConfigFixture(directory);
  }

  @Test
  void defaults() {
    assertEquals(new LogConfig(Level.INFO, false), fixture.config("{}").log());
  }

  @Test
  void fullMapping() {
    assertEquals(
        new LogConfig(Level.DEBUG, true),
        fixture.config("{\"log_level\": \"debug\", \"json_log_enable\": true}").log());
  }

  @ParameterizedTest
  @CsvSource({
    "trace, TRACE",
    "DEBUG, DEBUG",
    "Info, INFO",
    "warn, WARN",
    "warning, WARN",
    "error, ERROR",
    "Fatal, ERROR",
    "panic, ERROR"
  })
  void everyWordForALevel(String word, Level level) {
    assertEquals(level, fixture.config("{\"log_level\": \"%s\"}".formatted(word)).log().level());
  }

  @Test
  void rejections() {
    fixture.assertRefused(
        "{\"log_level\": \"loud\", \"json_log_enable\": \"yes\"}",
        "log_level: \"loud\" — must be one of trace, debug, info, warn, error, warning, fatal,"
            + " panic",
        "json_log_enable: \"yes\" — must be true or false");
  }
}
