package io.fleettelemetry.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fleettelemetry.pki.CertificateAuthority;
import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.simulator.FleetSettings.Server;
import io.fleettelemetry.simulator.FleetSettings.ServerTrust;
import io.fleettelemetry.simulator.FleetSettings.Vehicles;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Handshakes between a vehicle and a server, in memory. */
class FleetTlsTest {

  private final CertificateAuthority authority =
      CertificateAuthority.create("TeslaMotors", Duration.ofDays(1));
  private final Vehicles vehicles = new Vehicles(authority, "TEST", 5, 3);
  private final VehicleCertificates certificates = VehicleCertificates.of(vehicles);

  /** Shakes hands, and gives what the server was shown. */
  private X509Certificate shown(FleetTls fleet, int number) throws Exception {
    Credential credential = authority.server(List.of("localhost"));
    SslContext context =
        SslContextBuilder.forServer(credential.key(), credential.chain())
            .sslProvider(SslProvider.JDK)
            .trustManager(authority.certificate())
            .clientAuth(ClientAuth.REQUIRE)
            .build();
    EmbeddedChannel server = new EmbeddedChannel();
    SslHandler serverTls = context.newHandler(server.alloc());
    server.pipeline().addLast(serverTls);
    EmbeddedChannel vehicle = new EmbeddedChannel();
    SslHandler vehicleTls = fleet.handler(vehicle.alloc(), number, 30_000);
    vehicle.pipeline().addLast(vehicleTls);
    try {
      while (!serverTls.handshakeFuture().isDone() || !vehicleTls.handshakeFuture().isDone()) {
        boolean there = move(vehicle, server);
        boolean back = move(server, vehicle);
        assertTrue(there || back, "neither side goes on");
      }
      return (X509Certificate) serverTls.engine().getSession().getPeerCertificates()[0];
    } finally {
      vehicle.finishAndReleaseAll();
      server.finishAndReleaseAll();
      ReferenceCountUtil.release(context);
    }
  }

  private static boolean move(EmbeddedChannel from, EmbeddedChannel to) {
    from.runPendingTasks();
    Object message = from.readOutbound();
    boolean moved = message != null;
    for (; message != null; message = from.readOutbound()) {
      to.writeInbound(message);
    }
    return moved;
  }

  private FleetTls tls(SslProvider provider, String name) {
    assumeTrue(provider == SslProvider.JDK || OpenSsl.isAvailable());
    return FleetTls.create(
        FleetSettings.of(
            new Server("127.0.0.1", 1, name, ServerTrust.of(List.of(authority.certificate()))),
            vehicles),
        certificates,
        provider);
  }

  @ParameterizedTest
  @EnumSource(names = {"JDK", "OPENSSL"})
  void eachVehicleShowsItsOwnCertificateOnEveryConnection(SslProvider provider) throws Exception {
    certificates.issue(7);
    try (FleetTls fleet = tls(provider, "localhost")) {
      X509Certificate five = shown(fleet, 5);
      assertEquals(vehicles.vin(5), commonName(five));
      assertEquals(vehicles.vin(7), commonName(shown(fleet, 7)));
      assertEquals(five, shown(fleet, 5));
      assertNotEquals(five, shown(fleet, 7));
    }
  }

  private static String commonName(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName().replace("CN=", "");
  }

  @ParameterizedTest
  @EnumSource(names = {"JDK", "OPENSSL"})
  void theServersNameIsVerified(SslProvider provider) {
    try (FleetTls fleet = tls(provider, "another.example")) {
      DecoderException refused = assertThrows(DecoderException.class, () -> shown(fleet, 5));
      assertTrue(FailureReason.of(refused).contains("another.example"), refused::toString);
    }
  }
}
