package io.fleettelemetry.cli;

/** With which status the process ends. */
public final class ExitStatus {

  /** Done, or stopped in order after a signal, with nothing lost. */
  public static final int OK = 0;

  /** The server did not start, or did not stop as it should. */
  public static final int FAILED = 1;

  /** The command line or the configuration is wrong; nothing was opened. */
  public static final int USAGE = 2;

  /** The server has stopped, and has lost records that nobody will send again. */
  public static final int LOST = 3;

  private ExitStatus() {}
}
