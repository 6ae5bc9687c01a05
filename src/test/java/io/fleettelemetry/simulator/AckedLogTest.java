package io.fleettelemetry.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AckedLogTest {

  @TempDir Path directory;

  @Test
  void oneALineAfterEachFlush() throws IOException {
    Path file = Files.writeString(directory.resolve("acked"), "from before\n");
    AckedLog log = AckedLog.open(file);
    log.add("a".getBytes(UTF_8));
    log.add("b".getBytes(UTF_8));
    log.flush();
    assertEquals(List.of("a", "b"), Files.readAllLines(file));
    log.add("c".getBytes(UTF_8));
    log.close();
    assertEquals(Optional.empty(), log.problem());
    assertEquals(List.of("a", "b", "c"), Files.readAllLines(file));
  }

  @Test
  void aDiskThatIsTooSlowIsAProblemAndNoMemory() throws IOException {
    Path file = directory.resolve("acked");
    byte[] txid = new byte[1024 * 1024];
    try (AckedLog log = AckedLog.open(file)) {
      for (int i = 0; i < AckedLog.MAX_BUFFER_BYTES / txid.length - 1; i++) {
        log.add(txid);
      }
      assertEquals(Optional.empty(), log.problem());
      log.add(txid);
      log.add(txid);
      assertEquals(Optional.of(file + " cannot be written as fast as acks come"), log.problem());
    }
  }

  @Test
  void aFileThatCannotBeOpenedIsNamed() {
    Path file = directory.resolve("none/acked");
    IOException refused = assertThrows(IOException.class, () -> AckedLog.open(file));
    assertEquals(file + " — cannot be written: there is no such directory", refused.getMessage());
  }

  @Test
  void aDirectoryInPlaceOfAFileIsNamed() {
    IOException refused = assertThrows(IOException.class, () -> AckedLog.open(directory));
    assertEquals(directory + " — cannot be written: Is a directory", refused.getMessage());
  }
}
