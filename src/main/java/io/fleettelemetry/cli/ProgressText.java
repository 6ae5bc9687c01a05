package io.fleettelemetry.cli;

import io.fleettelemetry.simulator.FleetProgress;
import io.fleettelemetry.simulator.FleetProgress.Phase;
import java.time.Duration;
import java.util.Locale;

/** Says in a line where a fleet is, and how fast since the line before. For one thread. */
final class ProgressText {

  private static final int BAR = 10;

  private long sent;
  private long acked;
  private Duration at = Duration.ZERO;

  /** A line that begins with the time. */
  String line(FleetProgress now) {
    return "%6s  %s".formatted(clock(now.elapsed()), text(now));
  }

  /** A line that begins with a bar. */
  String bar(FleetProgress now) {
    int done = (int) Math.round(BAR * done(now));
    String drawn = "=".repeat(done) + (done < BAR ? ">" : "");
    return "[%-10s] %s".formatted(drawn, text(now));
  }

  /** While vehicles connect, how many are; then how much of the time is over. */
  private static double done(FleetProgress now) {
    if (now.phase() == Phase.CONNECTING || now.left().isEmpty()) {
      return (double) now.connected() / now.vehicles();
    }
    double left = now.left().get().toNanos();
    return 1 - left / Math.max(1, left + now.elapsed().toNanos());
  }

  private String text(FleetProgress now) {
    double seconds = Math.max(1e-3, now.elapsed().minus(at).toNanos() / 1e9);
    String line =
        String.format(
            Locale.ROOT,
            "%,d/%,d connected%s  %,.0f rec/s  %,.0f acks/s  p99 %s  unacked %,d",
            now.connected(),
            now.vehicles(),
            now.connectFailure().map(reason -> " (" + reason + ")").orElse(""),
            (now.sent() + now.resent() - sent) / seconds,
            (now.acked() - acked) / seconds,
            now.ackLatency().count() == 0 ? "-" : Figures.time(now.ackLatency().p99()),
            now.unacked());
    sent = now.sent() + now.resent();
    acked = now.acked();
    at = now.elapsed();
    return line + counted("dropped", now.dropped()) + counted("errors", now.errors()) + rest(now);
  }

  private static String counted(String what, long count) {
    return count == 0 ? "" : String.format(Locale.ROOT, "  %s %,d", what, count);
  }

  private static String rest(FleetProgress now) {
    String left = now.left().map(time -> "  " + clock(time) + " left").orElse("");
    return switch (now.phase()) {
      case WARMING_UP -> "  warming up" + left;
      case COMING_BACK -> "  coming back" + left;
      case DRAINING -> "  waiting for acks" + left;
      default -> left;
    };
  }

  private static String clock(Duration time) {
    return time.toHours() > 0
        ? "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart())
        : "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
  }
}
