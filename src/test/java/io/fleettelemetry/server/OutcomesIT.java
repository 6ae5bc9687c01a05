package io.fleettelemetry.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.LogCapture;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.RecordingDispatcher;
import io.fleettelemetry.testing.ScriptedDispatcher;
import io.fleettelemetry.testing.ServerUnderTest;
import io.fleettelemetry.testing.ServerUnderTestBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a vehicle is told when its reliable ack source has decided, and what is counted. */
class OutcomesIT {

  private static final String VIN = "5YJ3E1EA000000042";
  private static final String NOT_STORED = "record not stored";

  private final ScriptedDispatcher source = new ScriptedDispatcher();

  @Test
  void acksComeInTheOrderOfTheOutcomesAndNameTheirRecords() {
    source.stall();
    try (ServerUnderTest server = start("final");
        FakeVehicle vehicle = server.connect(VIN)) {
      for (int i = 0; i < 20; i++) {
        vehicle.send(RecordBuilder.numbered(VIN, i).message());
      }
      await().until(() -> source.held() == 20);
      source.releaseLast(Outcome.STORED);
      vehicle.expectAck(RecordBuilder.numberedTxid(VIN, 19));
      source.releaseLast(Outcome.STORED);
      vehicle.expectAck(RecordBuilder.numberedTxid(VIN, 18));
      Set<String> acked = new HashSet<>();
      source.release(Outcome.STORED);
      for (int i = 0; i < 18; i++) {
        acked.add(vehicle.receiveAnswer().txid());
      }
      assertEquals(18, acked.size());
      assertTrue(acked.contains(RecordBuilder.numberedTxid(VIN, 0)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "final,  REFUSED, true",
    "final,  FAILED,  false",
    "always, REFUSED, true",
    "always, FAILED,  true",
    "never,  REFUSED, false",
    "never,  FAILED,  false",
  })
  void aRecordThatIsNotStoredIsAnsweredAsConfigured(
      String failure, Outcome outcome, boolean error) {
    try (ServerUnderTest server = start(failure);
        FakeVehicle vehicle = server.connect(VIN)) {
      source.end(outcome);
      vehicle.send(RecordBuilder.v().txid("lost").message());
      await().until(() -> server.count(dropped(outcome)) == 1);
      source.store();
      vehicle.send(RecordBuilder.v().txid("stored").message());
      if (error) {
        vehicle.expectError("lost", NOT_STORED);
      }
      vehicle.expectAck("stored");
      assertEquals(error ? 1 : 0, server.count("unexpected_record_err_total"));
      assertEquals(1, server.count("reliable_ack{dispatcher=\"source\",record_type=\"V\"}"));
    }
  }

  @Test
  void aDispatcherThatThrowsHasFailedItsRecordsAndGetsTheNext() {
    try (LogCapture log = LogCapture.of("io.fleettelemetry.dispatch");
        ServerUnderTest server = start("always");
        FakeVehicle vehicle = server.connect(VIN)) {
      source.fail(new IllegalStateException("broken"));
      vehicle.send(RecordBuilder.v().txid("thrown").message());
      vehicle.expectError("thrown", NOT_STORED);
      log.await("dispatcher_error");
      source.store();
      vehicle.send(RecordBuilder.v().txid("stored").message());
      vehicle.expectAck("stored");
    }
  }

  @Test
  void aConfirmationWhoseVehicleHasLeftIsCounted() {
    source.stall();
    try (ServerUnderTest server = start("final")) {
      try (FakeVehicle vehicle = server.connect(VIN)) {
        vehicle.send(RecordBuilder.numbered(VIN, 0).message());
        vehicle.send(RecordBuilder.numbered(VIN, 1).message());
        await().until(() -> source.held() == 2);
      }
      await().until(() -> server.count("num_connections") == 0);
      source.release(Outcome.STORED);
      await()
          .until(
              () ->
                  server.count("reliable_ack_miss{dispatcher=\"source\",record_type=\"V\"}") == 2);
      assertEquals(0, server.count("reliable_ack{dispatcher=\"source\",record_type=\"V\"}"));
    }
  }

  @Test
  void anotherConnectionOfTheVehicleGetsNoAckOfTheOneThatLeft() {
    source.stall();
    try (ServerUnderTest server = start("final")) {
      try (FakeVehicle gone = server.connect(VIN)) {
        gone.send(RecordBuilder.v().txid("gone").message());
        await().until(() -> source.held() == 1);
      }
      try (FakeVehicle back = server.connect(VIN)) {
        back.send(RecordBuilder.v().txid("back").message());
        await().until(() -> source.held() == 2);
        source.release(Outcome.STORED);
        back.expectAck("back");
        assertTrue(back.poll(java.time.Duration.ofMillis(200)).isEmpty());
      }
    }
  }

  @Test
  void aDispatcherThatRefusesToStartIsNamedAndTheOthersAreStopped() {
    RecordingDispatcher other = new RecordingDispatcher();
    source.refuseStart("no such stream");
    Throwable refusal =
        assertThrows(
            Throwable.class,
            () ->
                ServerUnderTest.builder()
                    .dispatcher("other", other)
                    .dispatcher("source", source)
                    .route("V", "other", "source")
                    .start()
                    .close());
    assertEquals("dispatcher source: no such stream", refusal.getMessage());
    assertEquals(1, other.starts());
    assertEquals(1, other.stops());
  }

  @Test
  void aDispatcherThatThrowsAtItsStartIsNamedToo() {
    source.throwAtStart(new IllegalArgumentException("no such option"));
    Throwable refusal = assertThrows(Throwable.class, () -> start("final").close());
    assertEquals("dispatcher source: no such option", refusal.getMessage());
  }

  @Test
  void aPortThatIsTakenIsNamedAndNothingStaysOpen() throws IOException {
    RecordingDispatcher other = new RecordingDispatcher();
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
      ServerUnderTestBuilder builder =
          ServerUnderTest.builder().dispatcher("other", other).route("V", "other");
      Throwable refusal =
          assertThrows(Throwable.class, () -> builder.set("port", port).start().close());
      assertTrue(refusal.getMessage().contains("port " + port), refusal.getMessage());
    }
    assertEquals(1, other.stops());
    try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertEquals(port, free.getLocalPort());
    }
  }

  private ServerUnderTest start(String failure) {
    return ServerUnderTest.builder()
        .dispatcher("source", source)
        .route("V", "source")
        .reliable("V", "source")
        .set("reliable_ack_failure", failure)
        .start();
  }

  private static String dropped(Outcome outcome) {
    return "fleet_telemetry_dropped_total{dispatcher=\"source\",reason=\"%s\",record_type=\"V\"}"
        .formatted(outcome == Outcome.REFUSED ? "refused" : "failed");
  }
}
