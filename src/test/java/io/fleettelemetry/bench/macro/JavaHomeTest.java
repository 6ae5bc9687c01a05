package io.fleettelemetry.bench.macro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaHomeTest {

  @TempDir Path directory;

  @Test
  void knowsItsVersion() throws Exception {
    Files.writeString(directory.resolve("release"), "JAVA_VERSION=\"25.0.3\"\nOTHER=\"x\"\n");
    Path java = Files.createDirectory(directory.resolve("bin")).resolve("java");
    assertTrue(Files.createFile(java).toFile().setExecutable(true));
    assertEquals(Optional.of(new JavaHome(directory, "25.0.3")), JavaHome.in(directory));
    assertEquals(java, JavaHome.in(directory).orElseThrow().program("java"));
  }

  @Test
  void withoutAJavaItIsNone() throws Exception {
    assertEquals(Optional.empty(), JavaHome.in(directory));
    Files.writeString(directory.resolve("release"), "JAVA_VERSION=\"25.0.3\"\n");
    assertEquals(Optional.empty(), JavaHome.in(directory));
  }

  @Test
  void theNewestIsThereAndNotOlderThanTheOneThatRunsThis() {
    JavaHome newest = JavaHome.newest();
    assertTrue(Files.isExecutable(newest.program("java")), newest::toString);
    assertTrue(
        Runtime.Version.parse(newest.version()).feature() >= Runtime.version().feature(),
        newest::toString);
  }
}
