package io.fleettelemetry.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, with the packaged jar and the Java that runs the tests. */
@Timeout(120)
class LauncherIT {

  private static final Path LAUNCHER = Path.of("bin", "fleet-telemetry").toAbsolutePath();
  private static final Path JAR =
      Path.of(System.getProperty("fleet-telemetry.jar", "target/fleet-telemetry.jar"));

  @TempDir Path directory;

  private record Ended(int status, String out, String err) {}

  private Ended run(Path launcher, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("FLEET_TELEMETRY_JAR", JAR.toAbsolutePath().toString());
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      // Against one that never ends: an AOT cache takes minutes, and more on a slow machine.
      assertTrue(process.waitFor(14, TimeUnit.MINUTES), "still running");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  @Test
  void runsThePackagedJarOnTheGivenJava() throws Exception {
    Ended version = run(LAUNCHER, Map.of(), "version");
    assertEquals(ExitStatus.OK, version.status(), version.err());
    assertTrue(version.out().matches("fleet-telemetry \\d.*\\R"), version.out());
    assertTrue(version.out().contains(Runtime.version().toString()), version.out());
    assertEquals("", version.err());
  }

  @Test
  void worksThroughALink() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link to it"), LAUNCHER);
    assertEquals(ExitStatus.OK, run(link, Map.of(), "--version").status());
  }

  @Test
  void passesArgumentsAndTheWorkingDirectoryOn() throws Exception {
    String name = "no such file.json";
    Ended refused = run(LAUNCHER, Map.of("LC_ALL", "C"), "-config", name);
    assertEquals(ExitStatus.USAGE, refused.status());
    Path file = directory.toRealPath().resolve(name);
    assertTrue(refused.err().contains(file + " — there is no such file"), refused.err());
  }

  @Test
  void theUsersJvmOptionsWin() throws Exception {
    Ended help =
        run(
            LAUNCHER,
            Map.of("JAVA_OPTS", "-XX:MaxRAMPercentage=20 -XX:+PrintFlagsFinal"),
            "version");
    assertEquals(ExitStatus.OK, help.status(), help.err());
    assertTrue(
        help.out()
            .lines()
            .anyMatch(line -> line.contains(" MaxRAMPercentage ") && line.contains("= 20")),
        help.out());
    assertTrue(
        help.out()
            .lines()
            .anyMatch(
                line -> line.contains(" ExitOnOutOfMemoryError ") && line.contains("= true")));
  }

  @Test
  void theUsersCollectorIsTheOnlyOne() throws Exception {
    Ended version =
        run(LAUNCHER, Map.of("JAVA_OPTS", "-XX:+UseParallelGC -XX:+PrintFlagsFinal"), "version");
    assertEquals(ExitStatus.OK, version.status(), version.err());
    assertTrue(
        version.out().lines().anyMatch(l -> l.contains(" UseParallelGC ") && l.contains("= true")));
  }

  /** A flag of the Java that was started, from what it prints with {@code PrintFlagsFinal}. */
  private static String flag(Ended ended, String name) {
    assertEquals(ExitStatus.OK, ended.status(), ended.err());
    Matcher line = Pattern.compile("(?m)^ *\\w+ +" + name + " +=(.*?) *\\{").matcher(ended.out());
    assertTrue(line.find(), ended.out());
    return line.group(1).strip();
  }

  @Test
  void onFewCoresTheSerialCollectorHas16MegabytesForYoungObjects() throws Exception {
    Process nproc = new ProcessBuilder("nproc").start();
    int cores = Integer.parseInt(new String(nproc.getInputStream().readAllBytes(), UTF_8).strip());
    Ended version = run(LAUNCHER, Map.of("JAVA_OPTS", "-XX:+PrintFlagsFinal"), "version");
    if (cores <= 2) {
      assertEquals("true", flag(version, "UseSerialGC"));
    }
    assertEquals(cores <= 2, flag(version, "NewSize").equals("16777216"), version.out());
  }

  @Test
  void hugePagesAreUsedWhereTheSystemGivesThemToWhoAsks() throws Exception {
    Path mode = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
    boolean given = Files.exists(mode) && Files.readString(mode).contains("[madvise]");
    Ended version = run(LAUNCHER, Map.of("JAVA_OPTS", "-XX:+PrintFlagsFinal"), "version");
    assertEquals(ExitStatus.OK, version.status(), version.err());
    assertTrue(
        version
            .out()
            .lines()
            .anyMatch(l -> l.contains(" UseTransparentHugePages ") && l.contains("= " + given)),
        version.out());
    assertEquals("", version.err());
  }

  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void anAotCacheBesideTheJarIsUsedFromJava25On() throws Exception {
    Path place = Files.createDirectories(directory.resolve("a place"));
    Path jar = Files.copy(JAR, place.resolve("copy.jar"));
    Path cache = Files.writeString(place.resolve("copy.aot"), "an earlier one");
    Map<String, String> environment = Map.of("FLEET_TELEMETRY_JAR", jar.toString());
    Ended made = run(LAUNCHER.resolveSibling("aot-cache"), environment);
    if (Runtime.version().feature() < 25) {
      assertEquals(ExitStatus.FAILED, made.status());
      assertTrue(made.err().contains("needs Java 25 or newer"), made.err());
      assertEquals("an earlier one", Files.readString(cache));
      return;
    }
    assertEquals("wrote " + cache + "\n", made.out(), made.err());
    // Java goes on without a cache that does not fit, unless it is told that it must have it.
    Map<String, String> insisting = new HashMap<>(environment);
    insisting.put("JAVA_OPTS", "-XX:AOTMode=on");
    Ended version = run(LAUNCHER, insisting, "version");
    assertEquals(ExitStatus.OK, version.status(), version.err());
    assertEquals("", version.err());
    Files.write(cache, new byte[1]);
    assertEquals(ExitStatus.FAILED, run(LAUNCHER, insisting, "version").status());
    Map<String, String> telling = new HashMap<>(environment);
    telling.put("JAVA_OPTS", "-XX:+PrintFlagsFinal");
    assertEquals(cache.toString(), flag(run(LAUNCHER, telling, "version"), "AOTCache"));
    // It is that of a server, and slows a load generator down.
    assertEquals("", flag(run(LAUNCHER, telling, "simulate", "--help"), "AOTCache"));
  }

  @Test
  void anAotCacheThatIsOlderThanTheJarIsTold() throws Exception {
    Path jar = Files.copy(JAR, directory.resolve("copy.jar"));
    Path cache = Files.writeString(directory.resolve("copy.aot"), "of another jar");
    FileTime made = Files.getLastModifiedTime(jar);
    Files.setLastModifiedTime(cache, FileTime.from(made.toInstant().minusSeconds(10)));
    Map<String, String> environment = Map.of("FLEET_TELEMETRY_JAR", jar.toString());
    Ended server = run(LAUNCHER, environment, "--version");
    assertEquals(ExitStatus.OK, server.status(), server.err());
    String told =
        "fleet-telemetry: %s is not newer than the jar and not used; bin/aot-cache makes it anew\n"
            .formatted(cache);
    assertEquals(Runtime.version().feature() < 25 ? "" : told, server.err());
    // A shell may ask for completions each time that it starts.
    assertEquals("", run(LAUNCHER, environment, "completion", "bash").err());
  }

  @Test
  void aJavaThatIsTooOldIsNotTaken() throws Exception {
    Path old = Files.createDirectories(directory.resolve("old/bin")).resolve("java");
    Files.writeString(old, "#!/bin/sh\necho '    java.specification.version = 1.8' >&2\n", UTF_8);
    assertTrue(old.toFile().setExecutable(true));
    String path = Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH");
    Ended version =
        run(
            LAUNCHER,
            Map.of("JAVA_HOME", directory.resolve("old").toString(), "PATH", path),
            "version");
    assertEquals(ExitStatus.OK, version.status(), version.err());
    assertTrue(version.out().contains(Runtime.version().toString()), version.out());
    assertEquals(
        "fleet-telemetry: there is no Java 17 or newer in JAVA_HOME (%s); looking elsewhere\n"
            .formatted(directory.resolve("old")),
        version.err());
  }

  @Test
  void aJarThatIsNotThereIsNamed() throws Exception {
    Ended failed = run(LAUNCHER, Map.of("FLEET_TELEMETRY_JAR", "none.jar"), "version");
    assertEquals(ExitStatus.FAILED, failed.status());
    assertEquals("fleet-telemetry: there is no none.jar\n", failed.err());
  }

  /** As a user's shell does it at the tab key. */
  @Test
  void aShellCompletesCommandsAndOptions() throws Exception {
    Path script = directory.resolve("completion.bash");
    Files.writeString(script, run(LAUNCHER, Map.of(), "completion", "bash").out());
    assertEquals("run", completed(script, "ru"));
    assertEquals("--strict", completed(script, "run", "--str"));
  }

  private String completed(Path script, String... words) throws Exception {
    String program =
        """
        source %s
        COMP_WORDS=(fleet-telemetry %s)
        COMP_CWORD=%d
        _complete_fleet-telemetry
        echo "${COMPREPLY[*]}"
        """
            .formatted(script, String.join(" ", words), words.length);
    Process bash = new ProcessBuilder("bash", "--norc", "-c", program).start();
    String completed = new String(bash.getInputStream().readAllBytes(), UTF_8).strip();
    assertEquals(0, bash.waitFor());
    return completed;
  }
}
