package io.fleettelemetry.server;

import static io.fleettelemetry.testing.SocketAssertions.assertEnds;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.testing.Answer;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.Frame;
import io.fleettelemetry.testing.LogCapture;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.RecordingDispatcher;
import io.fleettelemetry.testing.ScriptedDispatcher;
import io.fleettelemetry.testing.ServerUnderTest;
import io.vertx.core.impl.cpu.CpuCoreSensor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Vehicles part from a server that stops one after the other, here over many minutes. */
class DrainIT {

  private static final int GOING_AWAY = 1001;
  private static final int INSTANCES = CpuCoreSensor.availableProcessors();
  private static final int VEHICLES = 6 * INSTANCES;
  private static final long LIMIT_SECONDS = 40;

  private static final String SHAKEN_HANDS =
      "fleet_telemetry_tls_handshakes_total{outcome=\"succeeded\",reason=\"\"}";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ScriptedDispatcher source = new ScriptedDispatcher();
  private final RecordingDispatcher presence = new RecordingDispatcher();
  private final ServerUnderTest server =
      ServerUnderTest.withPresence(source, presence)
          .section("shutdown", "spread_s", 1_800)
          .section("shutdown", "timeout_s", 3_600)
          // What is closed is closed by the stop.
          .section("connections", "handshake_timeout_s", 600)
          .start();
  private final List<FakeVehicle> vehicles = new ArrayList<>();

  @AfterEach
  void close() {
    source.store();
    source.release(Outcome.STORED);
    vehicles.forEach(FakeVehicle::close);
    server.close();
    threads.shutdownNow();
  }

  @Test
  void whoseTurnHasNotComeIsServedWhileOthersAreGone() throws Exception {
    for (int i = 0; i < VEHICLES; i++) {
      vehicles.add(server.connect("VIN-" + i));
    }
    try (LogCapture log = LogCapture.of("io.fleettelemetry.StopLog")) {
      Future<?> stopping = threads.submit(server::stop);
      await().until(() -> server.count("num_connections") < VEHICLES);
      assertPagesTellOfTheStop();
      int gone = 0;
      for (int i = 0; i < VEHICLES; i++) {
        gone += isServed(vehicles.get(i), "VIN-" + i) ? 0 : 1;
      }
      // The first of each instance that has any; the next ones have minutes left.
      assertTrue(gone >= 1 && gone <= INSTANCES, "gone: " + gone);
      assertFalse(stopping.isDone());
      assertEquals(
          (long) VEHICLES, LogCapture.fields(log.await("stopping_server")).get("connections"));
      log.await("draining");
      vehicles.forEach(FakeVehicle::close);
      // Nobody is left to wait for, whatever is left of the spread.
      stopping.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      assertEquals(1, log.named("stopped_server").size());
    }
    assertEquals(2 * VEHICLES, presence.await(2 * VEHICLES).size());
  }

  private void assertPagesTellOfTheStop() {
    assertEquals(503, server.status("/health/ready").statusCode());
    assertEquals("draining", server.status("/health/ready").body());
    assertEquals(200, server.status("/health/live").statusCode());
    assertTrue(server.status("/health/dependencies").body().contains("presence"));
    assertThrows(IOException.class, () -> server.vehicle("LATE").connect().close());
  }

  /** Whether it still gets acks; who does not has got the goodbye, or gets it in their place. */
  private static boolean isServed(FakeVehicle vehicle, String vin) {
    Optional<Frame> goodbye = vehicle.pollFrame(Duration.ofMillis(200));
    if (goodbye.isEmpty()) {
      vehicle.send(RecordBuilder.numbered(vin, 0).message());
    }
    Frame frame = goodbye.orElseGet(vehicle::receiveFrame);
    if (frame.opcode() == Frame.CLOSE) {
      assertEquals(GOING_AWAY, frame.closeCode());
      return false;
    }
    assertEquals(
        new Answer(true, RecordBuilder.numberedTxid(vin, 0), "V", ""),
        Answer.parse(frame.payload()));
    return true;
  }

  @Test
  void aSingleVehicleIsClosedAtOnceButNotBeforeItsAnswer() throws Exception {
    source.stall();
    FakeVehicle vehicle = server.connect("VIN");
    vehicles.add(vehicle);
    vehicle.send(RecordBuilder.numbered("VIN", 0).message());
    await().until(() -> source.held() == 1);
    Future<?> stopping = threads.submit(server::stop);
    await().until(() -> server.count("fleet_telemetry_paused_connections") == 1);
    assertTrue(vehicle.pollFrame(Duration.ofMillis(200)).isEmpty());
    source.release(Outcome.STORED);
    vehicle.expectAck(RecordBuilder.numberedTxid("VIN", 0));
    vehicle.expectClose(GOING_AWAY);
    stopping.get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void withNobodyThereItEndsAtOnce() throws Exception {
    threads.submit(server::stop).get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void connectionsThatAreNoVehiclesYetAreClosed() throws Exception {
    source.stall();
    FakeVehicle vehicle = server.connect("VIN");
    vehicles.add(vehicle);
    vehicle.send(RecordBuilder.numbered("VIN", 0).message());
    await().until(() -> source.held() == 1);
    // Taken in this order: once the second has shaken hands the first has been taken, too.
    try (Socket late = connected();
        Socket silent = connected();
        SSLSocket idle = secured(silent, "IDLE");
        SSLSocket shaking = secured(late, "SHAKING")) {
      idle.startHandshake();
      idle.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes(US_ASCII));
      // A client may be through with its handshake before the server is.
      await().until(() -> server.count(SHAKEN_HANDS) == 2);
      Future<?> stopping = threads.submit(server::stop);
      assertEquals(-1, idle.getInputStream().read());
      await().until(() -> server.count("fleet_telemetry_paused_connections") == 1);
      // Reading shakes hands.
      assertEnds(shaking);
      assertFalse(stopping.isDone());
      source.release(Outcome.STORED);
      vehicle.expectAck(RecordBuilder.numberedTxid("VIN", 0));
      vehicle.expectClose(GOING_AWAY);
      stopping.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
  }

  private Socket connected() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
    return socket;
  }

  private SSLSocket secured(Socket socket, String vin) throws IOException {
    return (SSLSocket)
        server.tls(vin).getSocketFactory().createSocket(socket, "localhost", server.port(), true);
  }
}
