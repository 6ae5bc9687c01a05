package io.fleettelemetry.cli;

/** How this program was called, for hints that can be copied. */
final class Program {

  private Program() {}

  /** What a command line begins with: the launcher's path as it was written. */
  static String command() {
    return System.getProperty("fleet-telemetry.command", "fleet-telemetry");
  }
}
