package io.fleettelemetry.cli;

import io.fleettelemetry.simulator.FleetSettings;
import io.fleettelemetry.simulator.FleetSettings.Connecting;
import io.fleettelemetry.simulator.FleetSettings.Delivery;
import io.fleettelemetry.simulator.FleetSettings.Delivery.Acks;
import io.fleettelemetry.simulator.FleetSettings.Load;
import io.fleettelemetry.simulator.FleetSettings.Measuring;
import io.fleettelemetry.simulator.FleetSettings.Vehicles;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How much simulated vehicles send, and how they connect and deliver. */
final class SimulateOptions {

  private static final int MAX_UNACKED = 10_000;
  private static final int MAX_STORE = 1_000_000;
  private static final int MAX_THREADS = 64;
  private static final int MAX_RAMP_UP = 100_000;
  private static final int VIN_NUMBERS = Vehicles.MAX_NUMBER + 1;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--vehicles",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many vehicles, 1 to 100000; ${DEFAULT-VALUE} when not given.")
  private int vehicles;

  @Option(
      names = "--first-vehicle",
      paramLabel = "N",
      defaultValue = "0",
      description = "Number in the first one's VIN, 0 to 999999; ${DEFAULT-VALUE} when not given.")
  private int firstVehicle;

  @Option(
      names = "--vin-prefix",
      paramLabel = "TEXT",
      defaultValue = Vehicles.DEFAULT_PREFIX,
      description =
          "What VINs begin with, at most 11 letters and digits; ${DEFAULT-VALUE} when not given.")
  private String vinPrefix;

  @Option(
      names = "--rate",
      paramLabel = "R",
      converter = RateConverter.class,
      description =
          "Records a second of all vehicles together, 0 for none, or max: as fast as acks come;"
              + " one a second and vehicle when not given.")
  private OptionalDouble rate;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description =
          "How long records are made once all vehicles have tried to connect, such as 30s or 5m,"
              + " after --warm-up and --reconnects;"
              + " until Ctrl-C when not given.")
  private Duration duration;

  @Option(
      names = "--records",
      paramLabel = "N",
      description = "How many records are made in all, 1 or more; no end when not given.")
  private Long records;

  @Option(
      names = "--max-unacked",
      paramLabel = "N",
      defaultValue = "32",
      description =
          "Records of one vehicle that may wait for an ack, 1 to 10000; ${DEFAULT-VALUE} when not"
              + " given.")
  private int maxUnacked;

  @Option(
      names = "--store",
      paramLabel = "N",
      defaultValue = "5000",
      description =
          "Records that one vehicle keeps until they are acked, at least --max-unacked, at most"
              + " 1000000; more are dropped; ${DEFAULT-VALUE} when not given.")
  private int store;

  @Option(
      names = "--ack-timeout",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = DurationConverter.class,
      description =
          "After which a record without an ack is sent again, 0 for never; ${DEFAULT-VALUE} when"
              + " not given.")
  private Duration ackTimeout;

  @Option(
      names = "--drain",
      paramLabel = "TIME",
      defaultValue = "60s",
      converter = DurationConverter.class,
      description =
          "How long acks are waited for at the end, before records count as lost;"
              + " ${DEFAULT-VALUE} when not given.")
  private Duration drain;

  @Option(
      names = "--acks",
      paramLabel = "MODE",
      defaultValue = "by-txid",
      converter = AcksConverter.class,
      description =
          "Which record an ack is for: by-txid, or in-order: the vehicle's oldest one under way, for"
              + " servers that do not tell; ${DEFAULT-VALUE} when not given.")
  private Acks acks;

  @Option(
      names = "--ramp-up",
      paramLabel = "N",
      defaultValue = "200",
      description =
          "New connections a second at most, 1 to 100000; ${DEFAULT-VALUE} when not given.")
  private int rampUp;

  @Option(
      names = "--reconnect-max",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = DurationConverter.class,
      description =
          "Longest pause of a vehicle before it connects again, 1s or more; ${DEFAULT-VALUE} when"
              + " not given.")
  private Duration reconnectMax;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Event loops, 1 to 64; ${DEFAULT-VALUE} when not given.")
  private int threads;

  @Option(
      names = "--source",
      paramLabel = "ADDRESS",
      split = ",",
      converter = AddressConverter.class,
      description =
          "Local addresses to connect from, in turn; one has room for some 28000 connections to"
              + " one server. More than one loopback address is taken by itself.")
  private List<InetAddress> sources = List.of();

  @Option(
      names = "--acked",
      paramLabel = "FILE",
      description = "Write the txid of each acked record, one a line, in place of what is there.")
  private Path acked;

  /** Refuses a value that is out of range, as any wrong command line. */
  void check() {
    OptionChecks checks = new OptionChecks(spec.commandLine());
    checks.range("--vehicles", vehicles, 1, Vehicles.MAX_COUNT);
    checks.range("--first-vehicle", firstVehicle, 0, VIN_NUMBERS - vehicles);
    checks.that(
        vinPrefix.matches("[A-Za-z0-9]{0," + Vehicles.MAX_PREFIX + "}"),
        "--vin-prefix",
        vinPrefix,
        "must be at most 11 letters and digits");
    if (records != null) {
      checks.range("--records", records, 1, Long.MAX_VALUE);
    }
    checks.range("--max-unacked", maxUnacked, 1, MAX_UNACKED);
    checks.range("--store", store, maxUnacked, MAX_STORE);
    checks.range("--ramp-up", rampUp, 1, MAX_RAMP_UP);
    checks.range("--threads", threads, 1, MAX_THREADS);
    checks.that(
        reconnectMax.toSeconds() >= 1,
        "--reconnect-max",
        reconnectMax.toMillis() + "ms",
        "must be 1s or more");
  }

  /** What the fleet is like, when its values are in range. */
  FleetSettings settings(FleetPki pki, Measuring measuring) {
    return new FleetSettings(
        pki.server(),
        pki.tls(),
        new Vehicles(pki.vehicleAuthority(), vinPrefix, firstVehicle, vehicles),
        load(),
        new Delivery(maxUnacked, store, ackTimeout, drain, acks),
        new Connecting(threads, rampUp, reconnectMax, sources),
        measuring,
        Optional.ofNullable(acked));
  }

  int vehicles() {
    return vehicles;
  }

  private Load load() {
    return new Load(
        rate == null ? OptionalDouble.of(vehicles) : rate,
        records == null ? OptionalLong.empty() : OptionalLong.of(records),
        Optional.ofNullable(duration));
  }
}
