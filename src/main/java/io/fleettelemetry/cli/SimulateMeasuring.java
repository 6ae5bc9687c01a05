package io.fleettelemetry.cli;

import io.fleettelemetry.simulator.FleetSettings.Measuring;
import java.time.Duration;
import java.util.OptionalLong;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What is measured of a server besides how it acks records. */
final class SimulateMeasuring {

  private static final int MAX_RECONNECTS = 1_000;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--server-pid",
      paramLabel = "PID",
      description =
          "Account for the processor time and the memory of this process of this machine, the"
              + " server; on Linux.")
  private Long serverPid;

  @Option(
      names = "--warm-up",
      paramLabel = "TIME",
      defaultValue = "0s",
      converter = DurationConverter.class,
      description =
          "How long records are made that are not measured, before --reconnects and --duration;"
              + " ${DEFAULT-VALUE} when not given.")
  private Duration warmUp;

  @Option(
      names = "--reconnects",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "How often all vehicles leave and then come back at the pace of --ramp-up, 0 to 1000;"
              + " ${DEFAULT-VALUE} when not given.")
  private int reconnects;

  @Option(
      names = "--at-once",
      description =
          "With --reconnects: all vehicles come back at the same moment; who fails tries again"
              + " after a pause.")
  private boolean atOnce;

  /** Refuses a value that is out of range, as any wrong command line. */
  void check() {
    OptionChecks checks = new OptionChecks(spec.commandLine());
    if (serverPid != null) {
      checks.range("--server-pid", serverPid, 1, Long.MAX_VALUE);
    }
    checks.range("--reconnects", reconnects, 0, MAX_RECONNECTS);
    checks.that(!atOnce || reconnects > 0, "--at-once", "given", "needs --reconnects 1 or more");
  }

  /** What is measured, when its values are in range. */
  Measuring settings() {
    return new Measuring(
        warmUp,
        reconnects,
        atOnce,
        serverPid == null ? OptionalLong.empty() : OptionalLong.of(serverPid));
  }
}
