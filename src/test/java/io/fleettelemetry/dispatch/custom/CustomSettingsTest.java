package io.fleettelemetry.dispatch.custom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.fleettelemetry.config.Problems;
import io.fleettelemetry.config.Problems.Problem;
import io.fleettelemetry.config.Section;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustomSettingsTest {

  private final Problems problems = new Problems();

  @Test
  void defaults() {
    assertEquals(
        new CustomSettings(
            "mine", "a.B", 1, true, Duration.ofSeconds(30), Duration.ofSeconds(5), 1_000, Map.of()),
        read(Map.of("verticle", "a.B")));
    assertEquals(List.of(), problems.errors());
  }

  @Test
  void fullMapping() {
    assertEquals(
        new CustomSettings(
            "mine",
            "script:a.groovy",
            3,
            false,
            Duration.ofSeconds(90),
            Duration.ofMillis(700),
            20,
            Map.of("url", "http://db", "deep", Map.of("a", List.of(1, true)))),
        read(
            Map.of(
                "verticle",
                "script:a.groovy",
                "instances",
                3,
                "worker",
                false,
                "start_timeout_s",
                90,
                "timeout_ms",
                700,
                "max_in_flight",
                20,
                "config",
                Map.of("url", "${URL}", "deep", Map.of("a", List.of(1, true))))));
    assertEquals(List.of(), problems.errors());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "instances     | 0       | must be a whole number from 1 to 64",
        "instances     | 65      | must be a whole number from 1 to 64",
        "start_timeout_s | 0     | must be a whole number from 1 to 2147483647 (seconds)",
        "timeout_ms    | 0       | must be a whole number from 1 to 2147483647 (millis)",
        "max_in_flight | 0       | must be a whole number from 1 to 1000000",
        "max_in_flight | 1000001 | must be a whole number from 1 to 1000000",
      })
  void rejections(String key, int value, String rule) {
    read(Map.of("verticle", "a.B", key, value));
    assertEquals(
        List.of(new Problem("dispatchers.mine." + key, Integer.toString(value), rule)),
        problems.errors());
  }

  @Test
  void theVerticleIsRequired() {
    read(Map.of("verticle", ""));
    assertEquals(
        List.of(new Problem("dispatchers.mine.verticle", "\"\"", "is required")),
        problems.errors());
  }

  @Test
  void whatIsTheVerticlesOwnIsNotPrinted() {
    String text = read(Map.of("verticle", "a.B", "config", Map.of("pin", "s3cret"))).toString();
    assertFalse(text.contains("s3cret"), text);
  }

  private CustomSettings read(Map<String, Object> values) {
    Section section = Section.of("dispatchers.mine", values, Map.of("URL", "http://db"), problems);
    return CustomSettings.read(section);
  }
}
