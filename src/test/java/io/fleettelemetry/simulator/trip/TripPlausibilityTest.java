package io.fleettelemetry.simulator.trip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.proto.vehicledata.LocationValue;
import io.fleettelemetry.proto.vehicledata.Payload;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one who watches each car for two laps thinks of it. */
class TripPlausibilityTest {
  private static final double METERS_PER_DEGREE = 111_195;
  private static final double METERS_PER_SECOND_PER_MPH = 0.44704;

  /** From rounding, and of a vehicle that backs out and drives off from its place again. */
  private static final double TOLERANCE_METERS = 8;

  private static final Trips TRIPS = Trips.prepare();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void signalsFitTogether(int vehicle) {
    int limit = Car.FLEET.get(vehicle).chargeLimit();
    Set<String> gears = new HashSet<>();
    for (Watch watch : afterALap(vehicle, new ArrayList<>())) {
      gears.add(watch.gear());
      inRange(watch, Field.VehicleSpeed, 0, 70);
      inRange(watch, Field.Soc, limit - 8, limit + 0.05);
      inRange(watch, Field.BatteryLevel, limit - 9, limit + 2);
      inRange(watch, Field.PackVoltage, 345, 420);
      inRange(watch, Field.TpmsPressureRl, 2, 3.2);
      inRange(watch, Field.InsideTemp, 15, 25);
      inRange(watch, Field.GpsHeading, 0, 360);
      assertTrue(watch.gear().matches("[RD]") || watch.mph() == 0, "moves in " + watch.gear());
      assertTrue(watch.gear().equals("P") || !watch.hasOpenDoor(), "open door");
      assertTrue(watch.gear().equals("P") || !watch.isCharging(), "charges on the road");
    }
    assertEquals(Set.of("P", "R", "N", "D"), gears);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 6})
  void positionsFitTheSpeed(int vehicle) {
    List<LocationValue> places = new ArrayList<>();
    List<Watch> watches = afterALap(vehicle, places);
    for (int i = 1; i < watches.size(); i++) {
      double before = watches.get(i - 1).mph();
      double now = watches.get(i).mph();
      double fastest = Math.max(before, now) * METERS_PER_SECOND_PER_MPH + 4.5;
      double meters = meters(places.get(i - 1), places.get(i));
      assertTrue(
          meters <= fastest * (Drive.INTERVAL + 2) + TOLERANCE_METERS,
          "from %s to %s mph in %s m".formatted(before, now, meters));
      double slowest = Math.min(before, now) * METERS_PER_SECOND_PER_MPH - 4;
      boolean onTheRoad = before > 10 && now > 10;
      assertTrue(
          !onTheRoad || meters >= slowest * Drive.INTERVAL - TOLERANCE_METERS,
          "from %s to %s mph in %s m".formatted(before, now, meters));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 4, 6})
  void chargeFallsOnTheRoadAndRisesAtChargers(int vehicle) {
    double lowest = 100;
    double risen = 0;
    double before = Double.NaN;
    boolean wasCharging = false;
    int sessions = 0;
    for (Watch watch : afterALap(vehicle, new ArrayList<>())) {
      double soc = watch.number(Field.Soc);
      lowest = Math.min(lowest, soc);
      risen += watch.isCharging() && soc > before ? soc - before : 0;
      sessions += watch.isCharging() && !wasCharging ? 1 : 0;
      wasCharging = watch.isCharging();
      before = soc;
    }
    assertEquals(2, sessions, "charging sessions in a lap");
    assertTrue(
        lowest < Car.FLEET.get(vehicle).chargeLimit() - 2, "lowest state of charge: " + lowest);
    assertTrue(risen > 3, "risen: " + risen);
  }

  @Test
  void oldFirmwareWritesScientificNotationNowAndThen() {
    boolean found =
        TripRecords.signals(TripRecords.take(TRIPS.trip(3), 600)).stream()
            .flatMap(payload -> payload.getDataList().stream())
            .anyMatch(d -> d.getValue().getStringValue().matches("-?\\d\\.\\d+e[+-]\\d+"));
    assertTrue(found);
  }

  @Test
  void oldFirmwareIsWhereNewFirmwareIs() {
    Journey typed = TRIPS.journeys().get(0);
    Journey text = TRIPS.journeys().get(3);
    Progress vehicle = new Progress(0);
    for (int i = 0; i < typed.steps().size(); i++) {
      SimulatedRecord one = typed.steps().get(i).record(vehicle, TripRecords.START_MILLIS);
      SimulatedRecord other = text.steps().get(i).record(vehicle, TripRecords.START_MILLIS);
      assertEquals(one.type(), other.type());
      assertEquals(places(one), places(other));
    }
  }

  private static List<LocationValue> places(SimulatedRecord record) {
    return TripRecords.signals(List.of(record)).stream().map(Watch::placeOf).toList();
  }

  /** One for each record of the second lap; the first one is for getting to know the vehicle. */
  private static List<Watch> afterALap(int vehicle, List<LocationValue> places) {
    int steps = TRIPS.journeys().get(vehicle).steps().size();
    List<Payload> payloads = TripRecords.signals(TripRecords.take(TRIPS.trip(vehicle), 2 * steps));
    List<Watch> watches = new ArrayList<>();
    int lap = payloads.size() / 2;
    Watch known = new Watch();
    payloads.subList(0, lap).forEach(known::see);
    for (Payload payload : payloads.subList(lap, payloads.size())) {
      known = known.copy();
      known.see(payload);
      watches.add(known);
      places.add(known.place());
    }
    assertFalse(watches.isEmpty());
    return watches;
  }

  private static void inRange(Watch watch, Field field, double least, double most) {
    double value = watch.number(field);
    assertTrue(value >= least && value <= most, field + ": " + value);
  }

  private static double meters(LocationValue from, LocationValue to) {
    double north = (to.getLatitude() - from.getLatitude()) * METERS_PER_DEGREE;
    double shrink = Math.cos(Math.toRadians(from.getLatitude()));
    double east = (to.getLongitude() - from.getLongitude()) * METERS_PER_DEGREE * shrink;
    return Math.hypot(north, east);
  }
}
