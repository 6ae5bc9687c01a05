package io.fleettelemetry.cli;

import io.fleettelemetry.pki.CertificateDirectory.Entry;
import io.fleettelemetry.pki.CertificateDirectory.Outcome.Complete;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells which files there are, what each is for, and which commands take them. */
final class DevCertsReport {

  /** Where the configurations in {@code conf} look, from the directory that the server runs in. */
  private static final Path CONFIGURED = Path.of("certs");

  private static final String CONFIGURATION = "conf/file.json";
  private static final String ITS_ADDRESS = "localhost:8443";

  private final Path directory;
  private final PrintWriter out;

  DevCertsReport(Path directory, PrintWriter out) {
    this.directory = directory;
    this.out = out;
  }

  void print(Complete complete) {
    int width =
        complete.files().stream()
            .mapToInt(entry -> entry.file().toString().length())
            .max()
            .orElse(1);
    for (Entry entry : complete.files()) {
      String state = entry.written() ? "written" : "kept";
      out.printf("%-7s  %-" + width + "s  %s%n", state, entry.file(), entry.meaning());
    }
    out.println();
    out.println("valid until " + complete.authority().certificate().getNotAfter().toInstant());
    out.println();
    out.println("Next:");
    boolean configured =
        directory.normalize().equals(CONFIGURED) && Files.exists(Path.of(CONFIGURATION));
    if (configured) {
      out.printf("  %s run --config %s%n", Program.command(), CONFIGURATION);
    } else {
      printConfiguration();
    }
    out.printf(
        "  %s simulate %s --ca-cert %s --ca-key %s%n",
        Program.command(),
        configured && complete.serverNames().contains("localhost") ? ITS_ADDRESS : "HOST:PORT",
        directory.resolve("vehicle-ca.crt"),
        directory.resolve("vehicle-ca.key"));
    out.flush();
  }

  private void printConfiguration() {
    JsonObject tls =
        new JsonObject()
            .put("server_cert", directory.resolve("server.crt").toString())
            .put("server_key", directory.resolve("server.key").toString())
            .put("ca_file", directory.resolve("vehicle-ca.crt").toString());
    out.printf("  %s run --config FILE, with this in it:%n", Program.command());
    out.println("    \"tls\": " + tls.encode());
  }
}
