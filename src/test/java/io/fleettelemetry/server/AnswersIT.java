package io.fleettelemetry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fleettelemetry.protocol.AnsweredMessage;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.RecordingDispatcher;
import io.fleettelemetry.testing.ServerUnderTest;
import java.io.IOException;
import java.util.HexFormat;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a server in the field answered, ours answers to the byte, over a real connection. */
class AnswersIT {

  private static final String VIN = "5YJ3E1EA000000042";

  private static ServerUnderTest server;
  private static SSLContext tls;

  @BeforeAll
  static void start() {
    server =
        ServerUnderTest.builder()
            .dispatcher("recording", new RecordingDispatcher())
            .route("V", "recording")
            .route("alerts", "recording")
            .route("errors", "recording")
            .route("connectivity", "recording")
            .route("custom", "recording")
            .start();
    tls = server.tls(VIN);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> everyRecordedMessageGetsItsRecordedAnswer() {
    return AnsweredMessage.all().stream()
        .map(message -> dynamicTest(message.name(), () -> check(message)));
  }

  private static void check(AnsweredMessage message) throws IOException {
    try (FakeVehicle vehicle = FakeVehicle.at(server.port(), tls).connect()) {
      if (message.text()) {
        vehicle.sendFrame(true, 1, message.message());
        vehicle.expectClose(1003);
        return;
      }
      vehicle.send(message.message());
      assertEquals(hex(message.answer().orElseThrow()), hex(vehicle.receive()));
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
