package io.fleettelemetry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.config.ConnectionsConfig;
import io.fleettelemetry.server.VehicleRegistry.Registration;
import io.fleettelemetry.telemetry.DeviceIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VehicleRegistryTest {

  private static final DeviceIdentity CAR = new DeviceIdentity("vehicle_device", "VIN");
  private static final DeviceIdentity OTHER = new DeviceIdentity("vehicle_board_device", "VIN");

  private final List<String> told = new ArrayList<>();

  private static VehicleRegistry registry(int perVehicle, int max) {
    return new VehicleRegistry(
        new ConnectionsConfig(perVehicle, max, Duration.ZERO, Duration.ZERO, Duration.ZERO));
  }

  private Registration register(VehicleRegistry registry, DeviceIdentity identity, String name) {
    assertTrue(registry.takePlace(identity));
    return registry.register(
        identity,
        new VehicleRegistry.Member() {
          @Override
          public void begin() {
            told.add(name + " begins");
          }

          @Override
          public void displaced() {
            told.add(name + " ends");
          }
        });
  }

  @Test
  void aNewerOneBeginsWhenTheOlderIsGone() {
    VehicleRegistry registry = registry(1, 0);
    Registration older = register(registry, CAR, "older");
    assertTrue(older.begun());
    assertFalse(register(registry, CAR, "newer").begun());
    assertEquals(List.of("older ends"), told);
    registry.remove(older);
    assertEquals(List.of("older ends", "newer begins"), told);
  }

  @Test
  void oneThatIsDisplacedBeforeItBeganNeverBegins() {
    VehicleRegistry registry = registry(1, 0);
    Registration first = register(registry, CAR, "first");
    Registration second = register(registry, CAR, "second");
    Registration third = register(registry, CAR, "third");
    assertEquals(List.of("first ends", "second ends"), told);
    registry.remove(first);
    assertFalse(third.begun());
    registry.remove(second);
    assertEquals(List.of("first ends", "second ends", "third begins"), told);
  }

  @Test
  void oneThatGivesUpWhileItWaitsLeavesNothingBehind() {
    VehicleRegistry registry = registry(1, 0);
    Registration first = register(registry, CAR, "first");
    registry.remove(register(registry, CAR, "second"));
    registry.remove(first);
    assertEquals(List.of("first ends"), told);
    assertTrue(register(registry, CAR, "third").begun());
  }

  @Test
  void theOldestOfSeveralMakesWay() {
    VehicleRegistry registry = registry(2, 0);
    Registration first = register(registry, CAR, "first");
    Registration second = register(registry, CAR, "second");
    register(registry, CAR, "third");
    assertEquals(List.of("first ends"), told);
    registry.remove(second);
    assertEquals(List.of("first ends"), told, "the third still waits for the first");
    registry.remove(first);
    assertEquals(List.of("first ends", "third begins"), told);
  }

  @Test
  void identitiesAreTakenWhole() {
    VehicleRegistry registry = registry(1, 0);
    register(registry, CAR, "car");
    assertTrue(register(registry, OTHER, "other").begun());
    assertEquals(List.of(), told);
  }

  @Test
  void withoutABoundAllLiveSideBySide() {
    VehicleRegistry registry = registry(0, 0);
    for (int i = 0; i < 10; i++) {
      assertTrue(register(registry, CAR, "any").begun());
    }
    assertEquals(List.of(), told);
  }

  @Test
  void thereAreNotMorePlacesThanTheMost() {
    VehicleRegistry registry = registry(1, 2);
    Registration one = register(registry, CAR, "one");
    assertTrue(registry.takePlace(OTHER));
    assertFalse(registry.takePlace(new DeviceIdentity("vehicle_device", "third")));
    assertTrue(registry.takePlace(CAR), "it takes its own place");
    registry.giveUp();
    registry.giveUp();
    registry.remove(one);
    assertTrue(registry.takePlace(OTHER));
    assertTrue(registry.takePlace(CAR));
    assertFalse(registry.takePlace(new DeviceIdentity("vehicle_device", "third")));
  }
}
