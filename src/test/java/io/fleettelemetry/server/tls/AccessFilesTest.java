package io.fleettelemetry.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.config.AccessConfig;
import io.fleettelemetry.config.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessFilesTest {

  @TempDir Path directory;

  private Problems denied(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("denied"), text);
    Problems problems = new Problems();
    AccessFiles.read(new AccessConfig(Set.of(), Optional.empty(), Optional.of(file)), problems);
    return problems;
  }

  @Test
  void aListThatWasCopiedOutOfAnotherFormatIsAWarning() throws IOException {
    Problems problems = denied("VIN1\n\"VIN2\",\nVIN 3\n");
    assertEquals(List.of(), problems.errors());
    assertEquals(
        List.of(
            "denied_vins_file: "
                + directory.resolve("denied")
                + " — must hold a VIN a line; 2 of its lines have a blank, a quote, a comma or a"
                + " semicolon in them: \"VIN2\","),
        problems.warnings().stream().map(Object::toString).toList());
  }

  @Test
  void aListOfNamesIsNone() throws IOException {
    assertEquals(List.of(), denied("# stolen\n VIN1 \n\nvehicle_device.VIN-2 # sold\n").warnings());
  }
}
