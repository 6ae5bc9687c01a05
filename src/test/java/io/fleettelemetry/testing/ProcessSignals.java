package io.fleettelemetry.testing;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals that Java itself cannot send. */
final class ProcessSignals {

  private ProcessSignals() {}

  /**
   * Sends a signal and returns when it is sent.
   *
   * @param name without {@code SIG}
   */
  static void send(Process process, String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("no SIG%s for %s".formatted(name, process.info()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
