package io.fleettelemetry.bench;

import io.fleettelemetry.auth.DeviceIdentities;
import io.fleettelemetry.auth.Identification;
import io.fleettelemetry.testing.CertificateBuilder;
import io.fleettelemetry.testing.TestPki;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to read who a vehicle is out of its certificate, with the parsing of that. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class IdentityBenchmark {

  private static final String VEHICLE = "1.3.6.1.4.1.49279.2.4.1";

  /** Who issued the certificate: one whose name is enough, or one that leaves it to an OID. */
  @Param({"TeslaMotors", "Tesla Motors Product Issuing CA"})
  public String issuer;

  private VehicleChains chains;

  /** Makes the vehicles. */
  @Setup
  public void prepare() {
    chains =
        new VehicleChains(
            TestPki.authority(issuer),
            (CertificateBuilder vehicle) -> vehicle.clientAuth().extendedKeyUsages(VEHICLE));
  }

  /** A certificate that was verified, to the device's identity. */
  @Benchmark
  public Identification identify() {
    return DeviceIdentities.identify(chains.next()[0]);
  }
}
