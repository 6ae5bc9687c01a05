package io.fleettelemetry.cli;

import io.fleettelemetry.simulator.FleetProgress;
import java.io.PrintWriter;

/** Shows where a fleet is: in one line that changes, or in a line now and then. For one thread. */
abstract class ProgressPrinter {

  /** Seconds from one {@link #show} to the next. */
  abstract int seconds();

  /** Shows it. */
  abstract void show(FleetProgress progress);

  /** Nothing more is shown; what is printed next begins a new line. */
  abstract void end();

  /** One line of a terminal that is written again and again. */
  static ProgressPrinter onTerminal(PrintWriter out) {
    return new ProgressPrinter() {
      private final ProgressText text = new ProgressText();
      private boolean shown;

      @Override
      int seconds() {
        return 1;
      }

      @Override
      void show(FleetProgress progress) {
        // Without line wrap: a narrow terminal shows less of it, not more and more lines.
        out.print("\r\033[?7l" + text.bar(progress) + "\033[K\033[?7h");
        out.flush();
        shown = true;
      }

      @Override
      void end() {
        if (shown) {
          out.println();
        }
      }
    };
  }

  /** A line every so many seconds. */
  static ProgressPrinter inLines(PrintWriter out, int everySeconds) {
    return new ProgressPrinter() {
      private final ProgressText text = new ProgressText();

      @Override
      int seconds() {
        return everySeconds;
      }

      @Override
      void show(FleetProgress progress) {
        out.println(text.line(progress));
        out.flush();
      }

      @Override
      void end() {
        // Each line has ended already.
      }
    };
  }
}
