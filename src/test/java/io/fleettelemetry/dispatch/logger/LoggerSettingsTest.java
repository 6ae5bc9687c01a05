package io.fleettelemetry.dispatch.logger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.config.Problems;
import io.fleettelemetry.config.Section;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoggerSettingsTest {

  private final Problems problems = new Problems();

  @Test
  void defaults() {
    assertEquals(new LoggerSettings(false), LoggerSettings.read(section(Map.of())));
    assertTrue(problems.errors().isEmpty());
  }

  @Test
  void fullMapping() {
    assertEquals(new LoggerSettings(true), LoggerSettings.read(section(Map.of("Verbose", true))));
    assertTrue(problems.errors().isEmpty());
  }

  @Test
  void rejections() {
    LoggerSettings.read(section(Map.of("verbose", "very")));
    assertEquals("logger.verbose", problems.errors().get(0).path());
  }

  private Section section(Map<String, Object> values) {
    return Section.of("logger", values, Map.of(), problems);
  }
}
