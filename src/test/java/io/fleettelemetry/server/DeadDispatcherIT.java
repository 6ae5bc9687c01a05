package io.fleettelemetry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.Frame;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.ScriptedDispatcher;
import io.fleettelemetry.testing.ServerUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two dispatchers take a type, and one of them never answers. */
class DeadDispatcherIT {

  private static final String VIN = "device-1";
  private static final String DROPPED =
      "fleet_telemetry_dropped_total{dispatcher=\"other\",reason=\"full\",record_type=\"V\"}";

  /** More than the share of one dispatcher may have in flight. */
  private static final int MANY = 20_000;

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final ScriptedDispatcher source = new ScriptedDispatcher();
  private final ScriptedDispatcher other = new ScriptedDispatcher();
  private ServerUnderTest server;
  private FakeVehicle vehicle;

  @BeforeEach
  void connect() {
    server =
        ServerUnderTest.builder()
            .dispatcher("source", source)
            .dispatcher("other", other)
            .route("V", "source", "other")
            .reliable("V", "source")
            .start();
    vehicle = server.connect(VIN);
  }

  @AfterEach
  void close() {
    vehicle.close();
    source.release(Outcome.FAILED);
    other.release(Outcome.FAILED);
    server.close();
  }

  @Test
  void aDeadOtherLosesRecordsAndNeverMakesTheVehicleWait() throws Exception {
    source.end(Outcome.STORED);
    other.stall();
    CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(MANY));
    for (int i = 0; i < MANY; i++) {
      vehicle.expectAck(VIN + "/" + i);
    }
    sending.get(LIMIT.toSeconds(), TimeUnit.SECONDS);

    double dropped = server.metric(DROPPED).orElse(0);
    assertTrue(dropped > 0, server::metrics);
    Awaitility.await().atMost(LIMIT).until(() -> other.held() + dropped == MANY);
  }

  @Test
  void aDeadSourceMakesTheVehicleWaitAndTheOtherGoesOn() throws Exception {
    source.stall();
    CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(MANY));
    Awaitility.await().atMost(LIMIT).until(() -> source.held() > 0 && pausedConnections() == 1);
    int taken = source.held();
    assertTrue(taken < MANY, taken + " records taken");
    Awaitility.await().atMost(LIMIT).until(() -> other.stored().size() == taken);
    assertTrue(vehicle.pollFrame(Duration.ofMillis(200)).isEmpty(), "an answer too early");
    assertEquals(0, server.metric(DROPPED).orElse(0));

    source.store();
    source.release(Outcome.STORED);
    List<String> acked = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      acked.add(vehicle.receiveAnswer().txid());
    }
    sending.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertEquals(MANY, acked.stream().distinct().count());
    assertEquals(0, pausedConnections());
  }

  @Test
  void whatTheSourceFailsIsNotAcked() {
    source.end(Outcome.FAILED);
    vehicle.send(RecordBuilder.v().vin(VIN).txid("failed").message());
    vehicle.sendFrame(true, Frame.PING, new byte[0]);
    assertEquals(Frame.PONG, vehicle.receiveFrame().opcode());
    Awaitility.await().atMost(LIMIT).until(() -> other.stored().size() == 1);

    source.end(Outcome.REFUSED);
    vehicle.send(RecordBuilder.v().vin(VIN).txid("refused").message());
    vehicle.expectError("refused", "record not stored");

    source.store();
    vehicle.send(RecordBuilder.v().vin(VIN).txid("stored").message());
    vehicle.expectAck("stored");
  }

  private void send(int count) {
    for (int i = 0; i < count; i++) {
      vehicle.send(RecordBuilder.numbered(VIN, i).message());
    }
  }

  private double pausedConnections() {
    return server.metric("fleet_telemetry_paused_connections").orElse(0);
  }
}
