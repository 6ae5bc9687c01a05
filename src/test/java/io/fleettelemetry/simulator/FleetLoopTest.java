package io.fleettelemetry.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.pki.CertificateAuthority;
import io.fleettelemetry.simulator.FleetSettings.Server;
import io.fleettelemetry.simulator.FleetSettings.ServerTrust;
import io.fleettelemetry.simulator.FleetSettings.Vehicles;
import io.fleettelemetry.simulator.trip.Trips;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FleetLoopTest {

  /** What is left when a process may open no more files. */
  public static final class NoSocket extends NioSocketChannel {
    public NoSocket() {
      throw new IllegalStateException("Too many open files");
    }
  }

  private final Transport transport =
      new Transport(NioIoHandler.newFactory(), NoSocket.class, NioServerSocketChannel.class);

  private FleetContext context() {
    CertificateAuthority authority = CertificateAuthority.create("TeslaMotors", Duration.ofDays(1));
    Vehicles vehicles = new Vehicles(authority, Vehicles.DEFAULT_PREFIX, 0, 1);
    Server server = new Server("localhost", 1, "localhost", ServerTrust.unverified());
    VehicleCertificates certificates = VehicleCertificates.of(vehicles);
    FleetSettings settings = FleetSettings.of(server, vehicles);
    return new FleetContext(
        settings,
        "run",
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
        transport,
        FleetTls.create(settings, certificates),
        certificates,
        Sources.of(List.of(), InetAddress.getLoopbackAddress(), 1),
        Trips.prepare(),
        new FleetMeters(),
        new RecordLimit(OptionalLong.empty()),
        Optional.empty(),
        Runnable::run);
  }

  @Test
  void theEndOfATryWithoutASocketIsToldOnTheEventLoop() {
    EventLoopGroup group = transport.loops(1, "test");
    EventLoop loop = group.next();
    FleetContext context = context();
    CompletableFuture<Boolean> onLoop = new CompletableFuture<>();
    new FleetLoop(loop, context, 0, 1, () -> {})
        .start()
        .thenRun(() -> onLoop.complete(loop.inEventLoop()));
    assertTrue(onLoop.join());
    assertEquals(
        Set.of("Too many open files"), context.meters().connectFailures.snapshot().keySet());
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    context.tls().close();
  }

  @Test
  void nothingFollowsACloseFrame() {
    EventLoopGroup group = transport.loops(1, "test");
    FleetContext context = context();
    FleetLoop loop = new FleetLoop(group.next(), context, 0, 1, () -> {});
    SimulatedVehicle vehicle = new SimulatedVehicle(0, context, loop);
    EmbeddedChannel channel = new EmbeddedChannel();
    vehicle.connected(channel, 0);
    channel.releaseOutbound();
    assertTrue(vehicle.leaveForNow());
    vehicle.makeDue(System.nanoTime());
    CloseWebSocketFrame goodbye = channel.readOutbound();
    goodbye.release();
    assertNull(channel.readOutbound());
    channel.finishAndReleaseAll();
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    context.tls().close();
  }
}
