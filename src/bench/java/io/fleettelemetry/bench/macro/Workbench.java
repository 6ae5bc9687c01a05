package io.fleettelemetry.bench.macro;

import io.fleettelemetry.testing.KafkaBroker;
import io.fleettelemetry.testing.TemporaryFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where measuring is done: directories, certificates, a broker, and the processes that were
 * started. When it is closed, by whatever thread, all of them are gone and nothing new is started.
 */
final class Workbench implements AutoCloseable {

  /** A file system whose fsync costs nothing. */
  private static final Path MEMORY = Path.of("/dev/shm");

  private final Path home;
  private final JavaHome java;
  private final Pinning pinning;
  private final Path directory;
  private final Certificates certificates;
  private final List<Running> started = new ArrayList<>();
  private final List<Path> directories = new ArrayList<>();
  private KafkaBroker broker;
  private List<ProcessHandle> brokerProcesses = List.of();
  private boolean closed;

  /**
   * A workbench with new certificates, which is closed when this process ends at the latest.
   *
   * @param home the project's directory
   */
  static Workbench open(Path home, JavaHome java, Pinning pinning) {
    Workbench bench = new Workbench(home, java, pinning);
    Runtime.getRuntime().addShutdownHook(new Thread(bench::close, "workbench-end"));
    return bench;
  }

  private Workbench(Path home, JavaHome java, Pinning pinning) {
    this.home = home;
    this.java = java;
    this.pinning = pinning;
    this.directory = TemporaryFiles.directory();
    this.directories.add(directory);
    this.certificates = Certificates.in(directory);
  }

  JavaHome java() {
    return java;
  }

  Pinning pinning() {
    return pinning;
  }

  Path directory() {
    return directory;
  }

  Certificates certificates() {
    return certificates;
  }

  /** The command that users run, with its environment's {@code JAVA_HOME} still to be set. */
  String launcher() {
    return home.resolve("bin/fleet-telemetry").toString();
  }

  /** A new directory in memory. */
  synchronized Path memoryDirectory() throws IOException {
    Path memory = Files.createTempDirectory(MEMORY, "fleet-telemetry-bench");
    directories.add(memory);
    return memory;
  }

  /** The broker that a row's trials share; started on the load core when it is first asked for. */
  synchronized KafkaBroker broker() {
    if (broker == null) {
      List<ProcessHandle> before = ProcessHandle.current().children().toList();
      broker = KafkaBroker.startNew();
      brokerProcesses =
          ProcessHandle.current().children().filter(child -> !before.contains(child)).toList();
    }
    return broker;
  }

  /** Ends the broker, if there is one: what follows is measured without it. */
  synchronized void endBroker() {
    if (broker != null) {
      broker.close();
      broker = null;
      brokerProcesses = List.of();
    }
  }

  /** What the broker uses of the load core from now on; nothing when there is none. */
  synchronized CoreUse brokerUse() {
    List<ProcessHandle> processes = brokerProcesses;
    return new CoreUse(
        () -> processes.stream().mapToDouble(p -> ProcessFacts.cpuSeconds(p.pid())).sum());
  }

  /**
   * Starts a command.
   *
   * @param name what to call it, as in {@code server}
   */
  synchronized Running start(String name, List<String> command) throws TrialFailure {
    if (closed) {
      throw new TrialFailure("stopped");
    }
    try {
      Path output = Files.createTempFile(directory, name, ".out");
      Path errors = Files.createTempFile(directory, name, ".err");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile());
      builder.environment().put("JAVA_HOME", java.directory().toString());
      Running running = new Running(name, builder.start(), output, errors);
      started.add(running);
      return running;
    } catch (IOException e) {
      throw new TrialFailure(name + " cannot be started", e);
    }
  }

  /** Whether nothing can be started any more. */
  synchronized boolean isClosed() {
    return closed;
  }

  /** Ends what still runs and removes all files. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    started.forEach(Running::kill);
    started.forEach(Running::close);
    endBroker();
    directories.forEach(TemporaryFiles::delete);
  }
}
