package io.fleettelemetry.bench.macro;

/** A trial has no result; the message says why, for whoever runs the benchmark. */
final class TrialFailure extends Exception {

  private static final long serialVersionUID = 1L;

  TrialFailure(String message) {
    super(message);
  }

  TrialFailure(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
