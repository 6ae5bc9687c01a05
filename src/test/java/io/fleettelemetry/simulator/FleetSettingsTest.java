package io.fleettelemetry.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fleettelemetry.pki.CertificateAuthority;
import io.fleettelemetry.simulator.FleetSettings.Server;
import io.fleettelemetry.simulator.FleetSettings.ServerTrust;
import io.fleettelemetry.simulator.FleetSettings.Vehicles;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetSettingsTest {

  private final CertificateAuthority authority =
      CertificateAuthority.create("TeslaMotors", Duration.ofDays(1));

  @ParameterizedTest
  @CsvSource({
    "5YJ3E1EASNF, 0, 5YJ3E1EASNF000000",
    "5YJ3E1EASNF, 999999, 5YJ3E1EASNF999999",
    "T, 42, T0000000000000042",
    "'', 7, 00000000000000007"
  })
  void aVinHas17Characters(String prefix, int number, String vin) {
    assertEquals(vin, new Vehicles(authority, prefix, number, 1).vin(number));
  }

  @ParameterizedTest
  @CsvSource({"TWELVE_CHARS, 0, 1", "T, -1, 1", "T, 0, 0", "T, 0, 100001", "T, 999999, 2"})
  void vehiclesOutOfRange(String prefix, int first, int count) {
    assertThrows(
        IllegalArgumentException.class, () -> new Vehicles(authority, prefix, first, count));
  }

  @Test
  void aRecordASecondAndVehicleUnlessSaid() {
    FleetSettings settings =
        FleetSettings.of(
            new Server("localhost", 1, "localhost", ServerTrust.system()),
            new Vehicles(authority, "T", 0, 5));
    assertEquals(OptionalDouble.of(5), settings.load().rate());
  }
}
