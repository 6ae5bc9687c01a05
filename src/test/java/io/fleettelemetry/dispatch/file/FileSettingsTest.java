package io.fleettelemetry.dispatch.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.config.Problems;
import io.fleettelemetry.config.Problems.Problem;
import io.fleettelemetry.config.Section;
import io.fleettelemetry.dispatch.file.FileSettings.Compression;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileSettingsTest {

  private final Problems problems = new Problems();

  @Test
  void defaults() {
    assertEquals(
        new FileSettings(
            Path.of("records"),
            64L << 20,
            Duration.ofHours(1),
            OptionalLong.empty(),
            Compression.ZSTD,
            Duration.ofMillis(5)),
        read(Map.of("directory", "records")));
    assertEquals(List.of(), problems.errors());
  }

  @Test
  void fullMapping() {
    assertEquals(
        new FileSettings(
            Path.of("/srv/records"),
            1L << 20,
            Duration.ofMinutes(2),
            OptionalLong.of(3L << 20),
            Compression.NONE,
            Duration.ZERO),
        read(
            Map.of(
                "directory", "/srv/records",
                "rotate_mb", 1,
                "rotate_minutes", 2,
                "keep_mb", 3,
                "compress", "None",
                "fsync_ms", 0)));
    assertEquals(List.of(), problems.errors());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rotate_mb | 0 | must be a whole number from 1 to 10240",
        "rotate_minutes | 1441 | must be a whole number from 1 to 1440",
        "keep_mb | 0 | must be a whole number from 1 to 2147483647",
        "keep_mb | 63 | must be at least rotate_mb (64)",
        "fsync_ms | 1001 | must be a whole number from 0 to 1000",
      })
  void rejectedNumbers(String key, int value, String rule) {
    read(Map.of("directory", "records", key, value));
    assertEquals(
        List.of(new Problem("file." + key, Integer.toString(value), rule)), problems.errors());
  }

  @Test
  void rejections() {
    read(Map.of("directory", "", "compress", "gzip"));
    assertEquals(
        List.of(
            new Problem("file.directory", "\"\"", "is required"),
            new Problem("file.compress", "\"gzip\"", "must be one of zstd, none")),
        problems.errors());
  }

  @Test
  void noPath() {
    read(Map.of("directory", "a\0b"));
    assertEquals("must be the path of a directory", problems.errors().get(0).rule());
  }

  private FileSettings read(Map<String, Object> values) {
    return FileSettings.read(Section.of("file", values, Map.of(), problems));
  }
}
