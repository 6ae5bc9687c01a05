package io.fleettelemetry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.auth.Verification.Reason;
import io.fleettelemetry.auth.Verification.Rejected;
import io.fleettelemetry.telemetry.DeviceIdentity;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessListTest {

  private static final DeviceIdentity DEVICE = new DeviceIdentity("vehicle_device", "VIN1");

  private static Optional<Reason> refusal(Optional<Collection<String>> allowed, String... denied) {
    return AccessList.of(allowed, List.of(denied)).refusal(DEVICE).map(Rejected::reason);
  }

  @Test
  void withoutListsAnybodyMayConnect() {
    assertEquals(Optional.empty(), AccessList.anybody().refusal(DEVICE));
    assertEquals(Optional.empty(), refusal(Optional.empty()));
  }

  @Test
  void allowsByDeviceIdOrWholeSenderId() {
    assertEquals(Optional.empty(), refusal(Optional.of(List.of("VIN0", "VIN1"))));
    assertEquals(Optional.empty(), refusal(Optional.of(List.of(" vehicle_device.VIN1 "))));
    for (String other : List.of("VIN", "VIN11", "vin1", "energy_device.VIN1", "vehicle_device")) {
      assertEquals(Optional.of(Reason.NOT_ALLOWED), refusal(Optional.of(Set.of(other))), other);
    }
  }

  @Test
  void deniesWhoeverElseAllows() {
    assertEquals(Optional.of(Reason.DENIED), refusal(Optional.empty(), "VIN1"));
    assertEquals(
        Optional.of(Reason.DENIED), refusal(Optional.of(List.of("VIN1")), "vehicle_device.VIN1"));
    assertEquals(Optional.empty(), refusal(Optional.empty(), "energy_device.VIN1"));
  }

  @Test
  void saysWhoIsRefused() {
    assertEquals(
        Optional.of(
            new Rejected(
                Reason.NOT_ALLOWED, "vehicle_device.VIN1 is not on the list of allowed devices")),
        AccessList.of(Optional.of(List.of("VIN2")), List.of()).refusal(DEVICE));
  }

  @Test
  void readsOneEntryALine() {
    assertEquals(
        List.of("VIN1", "VIN2", "vehicle_device.VIN3", "a#b", "VIN4"),
        AccessList.entries(
            """
            \uFEFFVIN1
            # the second fleet

              VIN2\t
            vehicle_device.VIN3 # stolen in May
            a#b
            #VIN5
            VIN4\r"""));
  }
}
