package io.fleettelemetry.dispatch.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {

  private static final FileName NOON =
      FileName.next(null, Instant.parse("2026-03-01T12:00:00.900Z"));

  @Test
  void namesAreTheTimeInUtc() {
    assertEquals("2026-03-01/120000-000", NOON.toString());
    Path store = Path.of("store");
    assertEquals(Path.of("store/2026-03-01/120000-000.jsonl"), NOON.plain(store));
    assertEquals(Path.of("store/2026-03-01/120000-000.jsonl.zst"), NOON.compressed(store));
    assertEquals(Path.of("store/2026-03-01/120000-000.jsonl.zst.tmp"), NOON.unfinished(store));
    assertEquals(Path.of("store/2026-03-01"), NOON.day(store));
  }

  @Test
  void namesAreTheSameWhateverTheLanguage() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      assertEquals("2026-03-01/120000-000", NOON.toString());
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void namesOfOneSecondAreNumbered() {
    FileName second = FileName.next(NOON, Instant.parse("2026-03-01T12:00:00.950Z"));
    assertEquals("2026-03-01/120000-001", second.toString());
    assertEquals("2026-03-01/120001-000", new FileName(NOON.begun(), 999).successor().toString());
  }

  @Test
  void aClockThatIsSetBackALittleChangesNoOrder() {
    assertEquals(
        "2026-03-01/120000-001",
        FileName.next(NOON, Instant.parse("2026-03-01T11:00:00Z")).toString());
    assertEquals(
        "2026-03-01/105959-000",
        FileName.next(NOON, Instant.parse("2026-03-01T10:59:59Z")).toString());
  }

  @Test
  void namesAreReadBackAndSort() {
    assertEquals(Optional.of(NOON), FileName.parse(Path.of("2026-03-01/120000-000.jsonl")));
    FileName next = FileName.parse(Path.of("2026-03-01/120000-001.jsonl.zst")).orElseThrow();
    assertTrue(NOON.compareTo(next) < 0);
    assertTrue(NOON.toString().compareTo(next.toString()) < 0);
    LocalDateTime tomorrow = NOON.begun().plusDays(1);
    assertTrue(new FileName(tomorrow, 0).isOfLaterDay(NOON));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-01/120000-000.jsonl.zst.tmp",
        "2026-13-01/120000-000.jsonl",
        "2026-03-01/246000-000.jsonl",
        "2026-03-01/120000-0.jsonl",
        "120000-000.jsonl",
        ".lock",
        "2026-03-01/notes.jsonl"
      })
  void anythingElseIsNoName(String path) {
    assertEquals(Optional.empty(), FileName.parse(Path.of(path)));
  }
}
