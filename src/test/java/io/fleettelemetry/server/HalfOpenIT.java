package io.fleettelemetry.server;

import static io.fleettelemetry.testing.SocketAssertions.assertEnds;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.Frame;
import io.fleettelemetry.testing.MemoryInUse;
import io.fleettelemetry.testing.ServerUnderTest;
import io.fleettelemetry.testing.ServerUnderTestBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** Clients that open a connection and never become a vehicle. */
class HalfOpenIT {

  private static final int SILENT = 2_000;
  private static final int HALF_HELLOS = 2_000;
  private static final int HALF_REQUESTS = 1_000;
  private static final int READ_TIMEOUT_MILLIS = 30_000;

  /** For all of them to be opened before the first is closed. */
  private static final int LONG_ENOUGH_S = 20;

  /** Of both ends of 5,000 connections in this process. */
  private static final long MOST_BYTES = 250L << 20;

  /** The begin of a TLS record that holds the begin of a ClientHello (RFC 8446, 4.1.2 and 5.1). */
  private static final byte[] HALF_HELLO = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3, 1, 2, 3};

  private static final byte[] HALF_REQUEST =
      "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: web".getBytes(US_ASCII);

  private static ServerUnderTestBuilder builder() {
    return ServerUnderTest.builder().route("V", "logger");
  }

  private static ServerUnderTest quick() {
    return builder().section("connections", "handshake_timeout_s", 1).start();
  }

  @Test
  void aClientThatSaysNothingIsClosed() throws IOException {
    try (ServerUnderTest server = quick();
        Socket socket = tcp(server)) {
      assertEnds(socket);
      assertEquals(1, failed(server, "timed_out"));
    }
  }

  @Test
  void aClientThatNeverFinishesTlsIsClosed() throws IOException {
    try (ServerUnderTest server = quick();
        Socket socket = tcp(server)) {
      socket.getOutputStream().write(HALF_HELLO);
      assertEnds(socket);
      assertEquals(1, failed(server, "timed_out"));
    }
  }

  @Test
  void aClientThatDripsBytesGainsNoTime() throws IOException {
    ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor();
    try (ServerUnderTest server = quick();
        Socket hello = tcp(server);
        Socket request = tls(server.tls("VIN").getSocketFactory(), server.port())) {
      hello.getOutputStream().write(HALF_HELLO);
      request.getOutputStream().write(HALF_REQUEST);
      for (Socket socket : List.of(hello, request)) {
        OutputStream out = socket.getOutputStream();
        drip.scheduleWithFixedDelay(() -> write(out, 'a'), 0, 100, TimeUnit.MILLISECONDS);
      }
      assertEnds(hello);
      assertEnds(request);
      assertEquals(1, failed(server, "timed_out"));
      assertEquals(1, refused(server));
    } finally {
      drip.shutdownNow();
    }
  }

  private static void write(OutputStream out, int octet) {
    try {
      out.write(octet);
    } catch (IOException e) {
      throw new IllegalStateException("ends the dripping", e);
    }
  }

  @Test
  void aHugeHeaderIsRefused() throws IOException {
    try (ServerUnderTest server = builder().start();
        Socket socket = tls(server.tls("VIN").getSocketFactory(), server.port())) {
      OutputStream out = socket.getOutputStream();
      byte[] header = "a".repeat(1 << 16).getBytes(US_ASCII);
      try {
        out.write("GET / HTTP/1.1\r\nX-Huge: ".getBytes(US_ASCII));
        for (int i = 0; i < 1_000; i++) {
          out.write(header);
        }
      } catch (IOException e) {
        // It is closed in the middle of it.
      }
      assertEnds(socket);
      assertEquals(0, refused(server), "it is not the time limit that ends it");
      server.connect("VIN").exchange("VIN", 1);
    }
  }

  @Test
  void aVehicleThatHasUpgradedHasAllTime() {
    try (ServerUnderTest server =
        builder()
            .section("connections", "handshake_timeout_s", 1)
            .section("connections", "ping_interval_s", 1)
            .start()) {
      FakeVehicle vehicle = server.connect("VIN");
      for (int pings = 0; pings < 3; pings++) {
        assertEquals(Frame.PING, vehicle.receiveFrame().opcode());
      }
      vehicle.exchange("VIN", 1);
      assertEquals(0, refused(server));
    }
  }

  @Test
  void thousandsOfThemKeepNoVehicleOut() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    List<Socket> sockets = new ArrayList<>();
    try (ServerUnderTest server =
        builder().section("connections", "handshake_timeout_s", LONG_ENOUGH_S).start()) {
      MemoryInUse before = MemoryInUse.afterCollection();
      SSLSocketFactory tls = server.tls("VIN").getSocketFactory();
      List<Future<Socket>> requests = new ArrayList<>();
      for (int i = 0; i < HALF_REQUESTS; i++) {
        requests.add(threads.submit(() -> halfRequest(tls, server.port())));
      }
      for (int i = 0; i < SILENT + HALF_HELLOS; i++) {
        Socket socket = tcp(server);
        sockets.add(socket);
        if (i >= SILENT) {
          socket.getOutputStream().write(HALF_HELLO);
        }
      }
      for (Future<Socket> request : requests) {
        sockets.add(request.get());
      }
      server.connect("REAL").exchange("REAL", 1);
      assertEquals(0, failed(server, "timed_out"), "all are open while the vehicle comes");
      assertEquals(0, refused(server));
      MemoryInUse taken = MemoryInUse.afterCollection().since(before);
      long more = taken.heapBytes() + taken.directBytes();
      assertTrue(more < MOST_BYTES, "5,000 half-open sockets take " + more + " bytes");
      awaiting().until(() -> failed(server, "timed_out") == SILENT + HALF_HELLOS);
      awaiting().until(() -> refused(server) == HALF_REQUESTS);
      for (Socket socket : sockets) {
        assertEnds(socket);
      }
    } finally {
      threads.shutdownNow();
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  private static Socket halfRequest(SSLSocketFactory tls, int port) throws IOException {
    Socket socket = tls(tls, port);
    socket.getOutputStream().write(HALF_REQUEST);
    return socket;
  }

  private static Socket tcp(ServerUnderTest server) throws IOException {
    Socket socket = new Socket("localhost", server.port());
    socket.setSoTimeout(READ_TIMEOUT_MILLIS);
    return socket;
  }

  private static Socket tls(SSLSocketFactory factory, int port) throws IOException {
    SSLSocket socket = (SSLSocket) factory.createSocket("localhost", port);
    socket.setSoTimeout(READ_TIMEOUT_MILLIS);
    socket.startHandshake();
    return socket;
  }

  private static double failed(ServerUnderTest server, String reason) {
    return server.count(
        "fleet_telemetry_tls_handshakes_total{outcome=\"failed\",reason=\"%s\"}".formatted(reason));
  }

  private static double refused(ServerUnderTest server) {
    return server.count("fleet_telemetry_connections_refused_total{reason=\"no_upgrade\"}");
  }

  private static ConditionFactory awaiting() {
    return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
  }
}
