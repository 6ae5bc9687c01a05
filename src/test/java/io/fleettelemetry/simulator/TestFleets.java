package io.fleettelemetry.simulator;

import io.fleettelemetry.pki.CertificateAuthority;
import io.fleettelemetry.simulator.FleetSettings.Connecting;
import io.fleettelemetry.simulator.FleetSettings.Delivery;
import io.fleettelemetry.simulator.FleetSettings.Delivery.Acks;
import io.fleettelemetry.simulator.FleetSettings.Load;
import io.fleettelemetry.simulator.FleetSettings.Measuring;
import io.fleettelemetry.simulator.FleetSettings.Server;
import io.fleettelemetry.simulator.FleetSettings.ServerTrust;
import io.fleettelemetry.simulator.FleetSettings.Tls;
import io.fleettelemetry.simulator.FleetSettings.Vehicles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** Small fleets that end soon. */
final class TestFleets {

  private final CertificateAuthority authority;
  private Vehicles vehicles;
  private Server server;
  private Load load =
      new Load(OptionalDouble.of(1_000), OptionalLong.of(1), Optional.of(Duration.ofMinutes(1)));
  private Delivery delivery =
      new Delivery(32, 5_000, Duration.ofSeconds(30), Duration.ofSeconds(30), Acks.BY_TXID);
  private Tls tls = Tls.DEFAULT;
  private Measuring measuring = Measuring.DEFAULT;
  private int threads = 1;
  private Optional<Path> acked = Optional.empty();

  private TestFleets(CertificateAuthority authority, int port) {
    this.authority = authority;
    this.vehicles = new Vehicles(authority, Vehicles.DEFAULT_PREFIX, 0, 1);
    this.server =
        new Server(
            "127.0.0.1", port, "localhost", ServerTrust.of(List.of(authority.certificate())));
  }

  /** One vehicle that makes one record. */
  static TestFleets to(int port, CertificateAuthority authority) {
    return new TestFleets(authority, port);
  }

  TestFleets vehicles(int count) {
    vehicles = new Vehicles(authority, Vehicles.DEFAULT_PREFIX, 3, count);
    return this;
  }

  TestFleets records(long records) {
    load = new Load(load.rate(), OptionalLong.of(records), load.duration());
    return this;
  }

  TestFleets endless() {
    load = new Load(load.rate(), OptionalLong.empty(), Optional.empty());
    return this;
  }

  TestFleets duration(Duration duration) {
    load = new Load(load.rate(), OptionalLong.empty(), Optional.of(duration));
    return this;
  }

  TestFleets rate(OptionalDouble rate) {
    load = new Load(rate, load.records(), load.duration());
    return this;
  }

  TestFleets delivery(int maxUnacked, int store, Duration ackTimeout, Duration drain) {
    delivery = new Delivery(maxUnacked, store, ackTimeout, drain, delivery.acks());
    return this;
  }

  TestFleets acks(Acks acks) {
    delivery =
        new Delivery(
            delivery.maxUnacked(), delivery.store(), delivery.ackTimeout(), delivery.drain(), acks);
    return this;
  }

  TestFleets trust(ServerTrust trust) {
    server = new Server(server.host(), server.port(), server.name(), trust);
    return this;
  }

  TestFleets name(String name) {
    server = new Server(server.host(), server.port(), name, server.trust());
    return this;
  }

  TestFleets threads(int count) {
    threads = count;
    return this;
  }

  TestFleets tls(String version, boolean resuming) {
    tls = new Tls(List.of(version), resuming);
    return this;
  }

  TestFleets measuring(Measuring wanted) {
    measuring = wanted;
    return this;
  }

  TestFleets acked(Path file) {
    acked = Optional.of(file);
    return this;
  }

  Fleet start() {
    try {
      return Fleet.start(
          new FleetSettings(
              server,
              tls,
              vehicles,
              load,
              delivery,
              new Connecting(threads, 1_000, Duration.ofSeconds(2), List.of()),
              measuring,
              acked));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs it to its end. */
  FleetReport run() {
    return report(start().report());
  }

  static FleetReport report(CompletionStage<FleetReport> report) {
    return report.toCompletableFuture().join();
  }
}
