package io.fleettelemetry.bench.macro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** That it measures; what it measures depends on the machine. */
@EnabledOnOs(OS.LINUX)
class MacroIT {

  private static final int LIMIT_SECONDS = 240;

  @TempDir Path directory;

  @Test
  void measuresFloorAndServer() throws Exception {
    Path json = directory.resolve("macro.json");
    Process macro = start("--row", "closed-loop", "--json", json.toString());
    try {
      assertTrue(macro.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), this::output);
    } finally {
      // As Ctrl-C: what it has started ends with it.
      macro.destroy();
    }
    assertEquals(0, macro.exitValue(), this::output);
    assertTrue(
        output().contains("| closed loop, one core, dispatcher that discards | records/s | "),
        output());
    JsonObject line = new JsonObject(Files.readString(json)).getJsonArray("lines").getJsonObject(0);
    assertTrue(line.getJsonObject("server").getDouble("median") > 0, line::encode);
    assertTrue(line.getJsonObject("floor").getDouble("median") > 0, line::encode);
    assertTrue(line.getDouble("load_cores") > 0, line::encode);
  }

  private Process start(String... arguments) throws Exception {
    Path java = Path.of(System.getProperty("java.home"));
    List<String> command =
        new ArrayList<>(
            List.of(
                java.resolve("bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Macro.class.getName(),
                "--quick",
                "--rounds",
                "1",
                "--java",
                java.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile());
    builder
        .environment()
        .put(
            "FLEET_TELEMETRY_JAR",
            Path.of(System.getProperty("fleet-telemetry.jar", "target/fleet-telemetry.jar"))
                .toAbsolutePath()
                .toString());
    return builder.start();
  }

  private String output() {
    try {
      return Files.readString(directory.resolve("output"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
