package io.fleettelemetry.bench.macro;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where and when was measured.
 *
 * @param java version of the Java that server, floor and load generator run on
 */
record Machine(
    String cpu, int cores, long memoryMegabytes, String kernel, String java, Instant at) {

  /** This one, now. */
  static Machine here(JavaHome java) throws IOException {
    return new Machine(
        field(Path.of("/proc/cpuinfo"), "model name"),
        countCores(),
        kilobytes(field(Path.of("/proc/meminfo"), "MemTotal")) / 1024,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        java.version(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  private static long kilobytes(String text) {
    return Long.parseLong(text.replaceFirst(" .*", ""));
  }

  /** Those of the machine: this process itself may use one alone. */
  private static int countCores() throws IOException {
    return (int)
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("processor"))
            .count();
  }

  private static String field(Path file, String name) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).trim())
        .findFirst()
        .orElse("0");
  }

  /** In a sentence. */
  String text() {
    return "%s, %d cores, %,d MB, %s, Java %s, %s"
        .formatted(cpu, cores, memoryMegabytes, kernel, java, at);
  }

  JsonObject json() {
    return new JsonObject()
        .put("cpu", cpu)
        .put("cores", cores)
        .put("memory_mb", memoryMegabytes)
        .put("kernel", kernel)
        .put("java", java)
        .put("at", at.toString());
  }
}
