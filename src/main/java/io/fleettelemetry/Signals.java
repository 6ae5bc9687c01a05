package io.fleettelemetry;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * What the signals of the process do: SIGTERM and SIGINT ask the command to end, a second one ends
 * the process at once, and SIGHUP makes a server that runs reload; without one it is as SIGTERM.
 * Thread-safe.
 */
final class Signals {

  private static final int SIGNALLED = 128;

  /** Standard error may lead to somebody who does not read it; the end must not wait for that. */
  private static final long LAST_WORDS_MILLIS = 1_000;

  /** Those that are handled, with the numbers that they have everywhere. */
  enum Signal {
    TERM(15),
    INT(2),
    HUP(1);

    private final int number;

    Signal(int number) {
      this.number = number;
    }
  }

  private final CompletableFuture<Void> stopRequest;
  private final IntConsumer end;
  private final AtomicBoolean asked = new AtomicBoolean();
  private final AtomicReference<Runnable> reload = new AtomicReference<>();

  /**
   * @param stopRequest completes at the first signal that asks for the end
   * @param end ends the process at once, with a status
   */
  Signals(CompletableFuture<Void> stopRequest, IntConsumer end) {
    this.stopRequest = stopRequest;
    this.end = end;
  }

  /**
   * Handles the signals from now on. One that the JVM does not give away keeps its meaning, and so
   * does one that was ignored when the process was started, as SIGHUP is with {@code nohup}.
   */
  void install() {
    JvmSignals signals = new JvmSignals(name -> received(Signal.valueOf(name)));
    for (Signal signal : Signal.values()) {
      signals.handle(signal.name());
    }
  }

  /** A server runs: SIGHUP does this from now on, which must not block. */
  void reloadWith(Runnable action) {
    reload.set(action);
  }

  /** Does what a signal asks for. */
  void received(Signal signal) {
    Runnable reloading = reload.get();
    if (signal == Signal.HUP && reloading != null) {
      reloading.run();
    } else if (asked.compareAndSet(false, true)) {
      stopRequest.complete(null);
    } else {
      sayLastWords(
          "fleet-telemetry: SIG%s, the second signal; ended at once".formatted(signal.name()));
      end.accept(SIGNALLED + signal.number);
    }
  }

  private static void sayLastWords(String words) {
    Thread speaker = new Thread(() -> System.err.println(words), "last-words");
    speaker.setDaemon(true);
    speaker.start();
    try {
      speaker.join(LAST_WORDS_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
