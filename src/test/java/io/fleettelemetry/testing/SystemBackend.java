package io.fleettelemetry.testing;

import java.nio.file.Path;
import java.util.List;

/** What a system of the tests runs in. Used by one thread at a time. */
interface SystemBackend extends AutoCloseable {

  /** The system property with the class that systems run in; a process where it is not set. */
  String PROPERTY = "fleet-telemetry.system-backend";

  /**
   * A backend for one program.
   *
   * @param directory the program's files, which it finds at this very path; also where it runs
   * @param command the program's name as Debian has it, then its arguments
   */
  static SystemBackend of(Path directory, List<String> command) {
    String name = System.getProperty(PROPERTY);
    if (name == null) {
      return new SystemProcess(directory, command);
    }
    try {
      return Class.forName(name)
          .asSubclass(SystemBackend.class)
          .getDeclaredConstructor(Path.class, List.class)
          .newInstance(directory, command);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no system by " + PROPERTY + "=" + name, e);
    }
  }

  /** Starts the program, which does not run; returns before it answers. */
  void start();

  boolean isRunning();

  /** Ends it as SIGKILL does and waits until it is gone; nothing when it does not run. */
  void kill();

  /** Ends it in order, and as {@link #kill} when that takes too long. */
  void stop();

  /** Holds it still, as SIGSTOP does: its connections stay, nothing is answered. */
  void pause();

  /** Lets it go on after {@link #pause}. */
  void resume();

  /** What it wrote to its output in all its runs, or why that cannot be had. */
  String log();

  /** Ends it. */
  @Override
  void close();
}
