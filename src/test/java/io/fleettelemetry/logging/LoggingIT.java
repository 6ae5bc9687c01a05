package io.fleettelemetry.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a process really writes: nothing but our lines, from the first one on. */
class LoggingIT {

  @Test
  void everyLineOfAProcessIsOurs() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                LoggingProbe.class.getName())
            .start();
    process.getOutputStream().close();
    List<String> lines;
    try (var errors = process.errorReader(StandardCharsets.UTF_8)) {
      lines = errors.lines().toList();
    }
    assertEquals(0, process.waitFor());
    assertEquals(0, process.getInputStream().readAllBytes().length);

    assertEquals(4, lines.size(), () -> String.join("\n", lines));
    assertTrue(
        lines
            .get(0)
            .endsWith("level=info msg=before_configuration activity=true context=fleet-telemetry"));
    JsonObject own = new JsonObject(lines.get(1));
    assertEquals("after_configuration", own.getString("msg"));
    assertEquals(new JsonObject().put("a", 1), own.getJsonObject("data"));
    JsonObject jul = new JsonObject(lines.get(2));
    assertEquals("said by jul", jul.getString("msg"));
    assertEquals("com.example.Jul", jul.getString("logger"));
    assertEquals("warning", jul.getString("level"));
    JsonObject uncaught = new JsonObject(lines.get(3));
    assertEquals("uncaught_exception", uncaught.getString("msg"));
    assertEquals("nobody caught this", uncaught.getString("error"));
    assertEquals("failing", uncaught.getString("thread"));
  }
}
