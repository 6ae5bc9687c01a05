package io.fleettelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {

  @TempDir Path dir;
  private Path file;
  private Fingerprint before;

  @BeforeEach
  void write() throws Exception {
    file = Files.writeString(dir.resolve("file"), "one");
    before = now();
  }

  private Fingerprint now() {
    return Fingerprint.of(List.of(file));
  }

  @Test
  void aFileWrittenInPlaceDiffersAlsoAtTheSameLength() throws Exception {
    Files.writeString(file, "two");
    assertNotEquals(before, now());
  }

  @Test
  void aFileRenamedOverDiffers() throws Exception {
    Path next = Files.writeString(dir.resolve("next"), "two");
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    assertNotEquals(before, now());
  }

  @Test
  void theSameContentIsNoChange() throws Exception {
    Path next = Files.writeString(dir.resolve("next"), "one");
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    assertEquals(before, now());
  }

  @Test
  void aMissingFileAndADirectoryAreBothUnreadable() throws Exception {
    Files.delete(file);
    Fingerprint missing = now();
    assertNotEquals(before, missing);
    Files.createDirectory(file);
    assertEquals(missing, now());
  }

  @Test
  void anEmptyFileIsNotAMissingOne() throws Exception {
    Files.writeString(file, "");
    Fingerprint empty = now();
    Files.delete(file);
    assertNotEquals(empty, now());
  }
}
