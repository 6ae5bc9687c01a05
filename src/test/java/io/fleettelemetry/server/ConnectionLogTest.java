package io.fleettelemetry.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.fleettelemetry.config.RoutingConfig;
import io.fleettelemetry.config.RoutingConfig.ReliableAckFailure;
import io.fleettelemetry.protocol.Envelope;
import io.fleettelemetry.telemetry.DeviceIdentity;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.testing.LogCapture;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectionLogTest {

  private static final byte[] LONG = "é".repeat(500_000).getBytes(UTF_8);
  private static final String CUT = "é".repeat(256) + "...";

  private final ConnectionLog log =
      new ConnectionLog(
          new Vehicle(new DeviceIdentity("vehicle_device", "VIN"), "id", "wifi", "1"),
          Routing.of(
              new RoutingConfig(
                  Map.of("V", List.of("logger")),
                  Map.of(),
                  ReliableAckFailure.FINAL,
                  Map.of(),
                  Optional.empty())));

  @Test
  void whatAVehicleMaySayAtAnyLengthIsCut() {
    try (LogCapture lines = LogCapture.of(VehicleConnection.class)) {
      log.responding("ack", LONG);
      log.unknownMessageType(new Envelope.NotARecord(LONG, 5));
      log.unexpectedRecord(LONG, new String(LONG, UTF_8), "why");
      log.unexpectedSender(
          new Envelope.Record(LONG, LONG, LONG, LONG, 0, LONG, 0, 0),
          RecordType.of(new String(LONG, UTF_8)));

      assertEquals(4, lines.events().size());
      for (ILoggingEvent line : lines.events()) {
        assertTrue(line.getKeyValuePairs().toString().length() < 2_000, line::getMessage);
      }
      assertEquals(
          CUT, LogCapture.fields(lines.named("unexpected_sender_id").get(0)).get("sender_id"));
    }
  }

  @Test
  void shortTextsAreWhole() {
    try (LogCapture lines = LogCapture.of(VehicleConnection.class)) {
      log.unexpectedRecord("t-1".getBytes(UTF_8), "V", "why");
      assertEquals("t-1", LogCapture.fields(lines.events().get(0)).get("txid"));
      assertEquals("V", LogCapture.fields(lines.events().get(0)).get("record_type"));
    }
  }
}
