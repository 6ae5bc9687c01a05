package io.fleettelemetry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.Frame;
import io.fleettelemetry.testing.LogCapture;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.RecordingDispatcher;
import io.fleettelemetry.testing.ServerUnderTest;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/** A fault of the server's own in the way of a message. */
class InternalErrorIT {

  private static final int INTERNAL_ERROR = 1011;

  /** Breaks once, in the middle of a message: where the connection asks whether to log at debug. */
  private static final class Fault extends TurboFilter {
    private final AtomicBoolean due = new AtomicBoolean(true);

    @Override
    public FilterReply decide(
        Marker marker, Logger logger, Level level, String format, Object[] params, Throwable t) {
      if (level == Level.DEBUG
          && logger.getName().equals(VehicleConnection.class.getName())
          && due.getAndSet(false)) {
        throw new IllegalStateException("a defect");
      }
      return FilterReply.NEUTRAL;
    }
  }

  @Test
  void itIsLoggedWithItsStackAndTheVehicleIsToldAndComesBack() {
    LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
    Fault fault = new Fault();
    try (LogCapture log = LogCapture.of(VehicleConnection.class);
        ServerUnderTest server =
            ServerUnderTest.builder()
                .dispatcher("recording", new RecordingDispatcher())
                .route("V", "recording")
                .start()) {
      loggers.addTurboFilter(fault);
      try (FakeVehicle vehicle = server.connect("VIN")) {
        vehicle.send(RecordBuilder.v().txid("unlucky").message());
        Frame frame = vehicle.receiveFrame();
        assertEquals(Frame.CLOSE, frame.opcode());
        assertEquals(INTERNAL_ERROR, frame.closeCode());
      }
      ILoggingEvent line = log.await("message_failed");
      assertEquals("VIN", LogCapture.fields(line).get("device_id"));
      assertEquals("a defect", LogCapture.fields(line).get("error"));
      assertNotNull(line.getThrowableProxy(), "the stack");
      try (FakeVehicle vehicle = server.connect("VIN")) {
        vehicle.send(RecordBuilder.v().txid("unlucky").message());
        vehicle.expectAck("unlucky");
      }
    } finally {
      loggers.getTurboFilterList().remove(fault);
    }
  }
}
