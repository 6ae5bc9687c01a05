package io.fleettelemetry.cli.show;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.testing.MutableClock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {

  private final Moments moments =
      new Moments(
          new MutableClock(Instant.parse("2026-11-24T16:00:00.500Z")),
          ZoneId.of("America/Los_Angeles"));

  @ParameterizedTest
  @CsvSource({
    "2026-11-24T16:00:00Z, 2026-11-24T16:00:00Z",
    "2026-11-24T16:00:00.250Z, 2026-11-24T16:00:00.250Z",
    "2026-11-24T16:00:00+02:00, 2026-11-24T14:00:00Z",
    "2026-11-24T16:00Z, 2026-11-24T16:00:00Z",
    "2026-11-24, 2026-11-24T08:00:00Z",
    "2026-07-01, 2026-07-01T07:00:00Z",
    "2026-11-24T16:00, 2026-11-25T00:00:00Z",
    "2026-11-24T16:00:05, 2026-11-25T00:00:05Z",
    "2026-11-24 16:00:05.250, 2026-11-25T00:00:05.250Z",
    "0s, 2026-11-24T16:00:00.500Z",
    "90s, 2026-11-24T15:58:30.500Z",
    "15m, 2026-11-24T15:45:00.500Z",
    "2h, 2026-11-24T14:00:00.500Z",
    "3d, 2026-11-21T16:00:00.500Z",
  })
  void whatIsTaken(String text, Instant moment) {
    assertEquals(Optional.of(moment.toEpochMilli()), moments.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "15",
        "15x",
        "-15m",
        "1.5h",
        "1000000000s",
        "15M",
        "yesterday",
        "2026-13-01",
        "2026-02-30",
        "2026-11-24T25:00",
        "24.11.2026",
        "1764000000",
        "16:00",
        "+999999999-01-01T00:00:00Z",
      })
  void whatIsNot(String text) {
    assertEquals(Optional.empty(), moments.parse(text));
  }
}
