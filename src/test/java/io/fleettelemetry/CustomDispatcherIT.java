package io.fleettelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.testing.FreePorts;
import io.fleettelemetry.testing.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples of docs/custom-dispatchers.md, with the packaged jar, as a reader would run them.
 */
class CustomDispatcherIT {

  private static final Path PAGE = Path.of("docs", "custom-dispatchers.md");
  private static final int RECORDS = 20;

  @TempDir Path directory;
  private String page;
  private JsonObject config;
  private int port;
  private int statusPort;

  @BeforeEach
  void copyTheExample() throws IOException {
    page = Files.readString(PAGE);
    config = new JsonObject(block("json", "\"port\""));
    port = FreePorts.next();
    statusPort = FreePorts.next();
    assertEquals(0, run("dev-certs", "certs"));
  }

  @Test
  void theClassStoresEachRecord() throws Exception {
    Path source = directory.resolve("LineDispatcher.java");
    Files.writeString(source, block("java", "class LineDispatcher"));
    String jar = System.getProperty("fleet-telemetry.jar", "target/fleet-telemetry.jar");
    Path classes = directory.resolve("classes");
    assertEquals(
        0,
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", jar, "-d", classes.toString(), source.toString()));
    assertStoresWith("classes");
  }

  @Test
  void theScriptStoresEachRecord() throws Exception {
    Files.writeString(directory.resolve("lines.groovy"), block("groovy", "consumer"));
    JsonObject script = new JsonObject(block("json", "script:"));
    config.getJsonObject("dispatchers").put("lines", script);
    assertStoresWith(groovy());
  }

  @Test
  void whatIsMissingIsToldBeforeAnythingStarts() throws Exception {
    String output = refused("run", "-config", "config.json");
    assertTrue(
        output.contains(
            "error: dispatchers.lines.verticle: \"LineDispatcher\" — there is no such class, and no"
                + " verticle factory for it; --class-path adds jars and directories"),
        output);
    config.getJsonObject("dispatchers").put("lines", new JsonObject(block("json", "script:")));
    output = refused("check-config", "config.json");
    assertTrue(output.contains("— must name a file that can be read"), output);
    Files.writeString(directory.resolve("lines.groovy"), "");
    output = refused("check-config", "config.json");
    assertTrue(
        output.contains(
            "no scripting engine takes this file; there are engines for none; --class-path adds the"
                + " jars of another"),
        output);
    output = refused("run", "--class-path", "nowhere.jar");
    assertTrue(
        output.contains(
            "--class-path: nowhere.jar — must be a jar or a directory that can be read"),
        output);
  }

  private void assertStoresWith(String classPath) throws Exception {
    writeConfig();
    try (ServerProcess server =
        ServerProcess.start(
            directory, "run", "-config", "config.json", "--class-path", classPath)) {
      server.awaitReady(statusPort);
      int status =
          run(
              "simulate",
              "localhost:" + port,
              "--ca-cert",
              "certs/vehicle-ca.crt",
              "--ca-key",
              "certs/vehicle-ca.key",
              "--vehicles",
              "2",
              "--rate",
              "50",
              "--records",
              Integer.toString(RECORDS));
      assertEquals(0, status, server::output);
      assertEquals(0, server.terminate(), server::output);
    }
    List<String> lines = Files.readAllLines(directory.resolve("lines.txt"));
    assertEquals(RECORDS, lines.size(), lines::toString);
    Pattern line = Pattern.compile("5YJ3E1EASNF00000[01] \\S+ \\d+ bytes");
    lines.forEach(text -> assertTrue(line.matcher(text).matches(), text));
  }

  private String refused(String... arguments) throws IOException {
    writeConfig();
    try (ServerProcess process = ServerProcess.start(directory, arguments)) {
      assertEquals(2, process.awaitExit(), process::output);
      return process.output();
    }
  }

  private void writeConfig() throws IOException {
    config.put("port", port).put("status_port", statusPort).put("host", "127.0.0.1");
    Files.writeString(directory.resolve("config.json"), config.encodePrettily());
  }

  private int run(String... arguments) throws IOException {
    try (ServerProcess process = ServerProcess.start(directory, arguments)) {
      return process.awaitExit();
    }
  }

  /** The jars of Groovy that the tests run with, which are none of the server's. */
  private static String groovy() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> Path.of(entry).getFileName().toString().startsWith("groovy"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The page's first block of a language with this text. */
  private String block(String language, String text) {
    Matcher blocks = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(page);
    while (blocks.find()) {
      if (blocks.group(1).contains(text)) {
        return blocks.group(1);
      }
    }
    throw new AssertionError("the page has no " + language + " with " + text);
  }
}
