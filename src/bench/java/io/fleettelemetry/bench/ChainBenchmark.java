package io.fleettelemetry.bench;

import io.fleettelemetry.auth.ClientChainVerifier;
import io.fleettelemetry.auth.TrustAnchors;
import io.fleettelemetry.auth.Verification;
import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.testing.CertificateBuilder;
import io.fleettelemetry.testing.TestPki;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What it costs to verify a vehicle's chain of P-256 certificates: at its first contact, and when
 * the chain is remembered.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ChainBenchmark {

  /** How many authorities stand between the vehicle's certificate and the anchor. */
  @Param({"0", "1"})
  public int intermediates;

  private VehicleChains chains;
  private ClientChainVerifier forgetful;
  private ClientChainVerifier knowing;

  /** Makes the vehicles, and shows them to the verifier that remembers. */
  @Setup
  public void prepare() {
    Credential root = TestPki.authority("TeslaMotors");
    Credential issuer = intermediates == 0 ? root : TestPki.intermediate("Tesla Issuing CA", root);
    chains = new VehicleChains(issuer, CertificateBuilder::clientAuth);
    TrustAnchors anchors = TrustAnchors.of(List.of(root.certificate()));
    forgetful = new ClientChainVerifier(anchors, Clock.systemUTC(), 1);
    knowing = new ClientChainVerifier(anchors, Clock.systemUTC(), VehicleChains.VEHICLES);
    for (int i = 0; i < VehicleChains.VEHICLES; i++) {
      knowing.verify(chains.next());
    }
  }

  /** The whole way, with parsing. */
  @Benchmark
  public Verification unknownChain() {
    return forgetful.verify(chains.next());
  }

  /** A hit in the cache. */
  @Benchmark
  public Verification knownChain() {
    return knowing.verify(chains.next());
  }
}
