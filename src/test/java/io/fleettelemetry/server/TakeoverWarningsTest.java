package io.fleettelemetry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.telemetry.DeviceIdentity;
import io.fleettelemetry.testing.LogCapture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TakeoverWarningsTest {

  private static final DeviceIdentity CAR = new DeviceIdentity("vehicle_device", "VIN");

  private long now;
  private final TakeoverWarnings warnings = new TakeoverWarnings(() -> now);

  @Test
  void aVehicleThatComesBackOnceIsNoWarning() {
    try (LogCapture log = LogCapture.of(VehicleRegistry.class)) {
      for (int hour = 0; hour < 5; hour++) {
        now += TimeUnit.HOURS.toNanos(1);
        warnings.takenOver(CAR);
      }
      assertEquals(0, log.events().size());
    }
  }

  @Test
  void whoKeepsTakingOverIsOneWarningAMinute() {
    try (LogCapture log = LogCapture.of(VehicleRegistry.class)) {
      for (int second = 0; second < 300; second++) {
        now += TimeUnit.SECONDS.toNanos(1);
        warnings.takenOver(CAR);
      }
      assertEquals(5, log.events().size());
      assertEquals("vehicle_taken_over_repeatedly", log.events().get(0).getMessage());
    }
  }

  @Test
  void remembersABoundedNumber() {
    for (int i = 0; i < 20_000; i++) {
      warnings.takenOver(new DeviceIdentity("vehicle_device", "VIN-" + i));
    }
    assertEquals(10_000, warnings.remembered());
  }
}
