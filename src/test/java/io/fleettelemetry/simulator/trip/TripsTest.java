package io.fleettelemetry.simulator.trip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.fleettelemetry.proto.vehiclealerts.VehicleAlerts;
import io.fleettelemetry.proto.vehicledata.Datum;
import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.proto.vehicledata.LocationValue;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.proto.vehicledata.Value;
import io.fleettelemetry.proto.vehicleerror.VehicleErrors;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.transform.JsonEncoder;
import io.fleettelemetry.transform.JsonEncoding;
import io.fleettelemetry.transform.RecordTransformer;
import io.fleettelemetry.transform.Transformation;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TripsTest {
  private static final String VIN = "5YJ3E1EA0NF000001";
  private static final int CARS = Car.FLEET.size();

  private static final Trips TRIPS = Trips.prepare();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void theServerTakesEveryRecordOfALap(int vehicle) throws InvalidProtocolBufferException {
    for (SimulatedRecord record : lap(vehicle)) {
      byte[] payload = record.payload();
      assertTrue(payload.length >= 20 && payload.length <= 2_000, "bytes: " + payload.length);
      assertArrayEquals(payload, parsed(record.type(), payload).toByteArray(), "canonical order");
      Transformation.Transformed transformed =
          assertInstanceOf(
              Transformation.Transformed.class,
              RecordTransformer.transform(record.type(), payload, 0, payload.length, VIN));
      assertTrue(transformed.signals() <= 10, "signals: " + transformed.signals());
      assertInstanceOf(
          JsonEncoding.Encoded.class, JsonEncoder.encode(record.type(), transformed.protobuf()));
    }
  }

  @Test
  void theFleetSendsEveryKindOfValue() {
    Set<Value.ValueCase> seen = EnumSet.noneOf(Value.ValueCase.class);
    fleet().forEach(datum -> seen.add(datum.getValue().getValueCase()));

    Set<Value.ValueCase> never =
        EnumSet.of(Value.ValueCase.CHARGING_VALUE, Value.ValueCase.VALUE_NOT_SET);
    assertEquals(EnumSet.complementOf(EnumSet.copyOf(never)), seen);
  }

  @Test
  void theFleetSendsEveryFieldThatVehiclesStillSend() {
    Set<Field> seen = fleet().stream().map(Datum::getKey).collect(Collectors.toSet());

    Set<Field> missing = EnumSet.allOf(Field.class);
    missing.removeAll(seen);
    missing.removeIf(field -> field.name().matches("Unknown|UNRECOGNIZED|(Depr|Exp).*_\\d+"));
    assertEquals(Set.of(), missing);
  }

  @Test
  void oneOfFourHasFirmwareThatWritesText() {
    for (int vehicle = 0; vehicle < CARS; vehicle++) {
      boolean text = vehicle % 4 == 3;
      assertEquals(text ? "2024.26.9" : "2025.2.6", TRIPS.trip(vehicle).firmware());
      assertEquals(text, data(vehicle).stream().allMatch(d -> d.getValue().hasStringValue()));
    }
  }

  @Test
  void theSameVehicleMakesTheSameTrip() {
    List<SimulatedRecord> once = TripRecords.take(TRIPS.trip(13), 700);
    List<SimulatedRecord> again = TripRecords.take(Trips.prepare().trip(13), 700);
    for (int i = 0; i < once.size(); i++) {
      assertEquals(once.get(i).type(), again.get(i).type());
      assertArrayEquals(once.get(i).payload(), again.get(i).payload());
    }
  }

  @Test
  void neighboursDoDifferentThings() {
    for (int first = 0; first < 40; first++) {
      Set<List<LocationValue>> ways = new HashSet<>();
      for (int vehicle = first; vehicle < first + 5; vehicle++) {
        ways.add(places(TRIPS.trip(vehicle)));
      }
      assertEquals(5, ways.size(), "ways of five vehicles from " + first);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void fiveVehiclesShowDrivingStoppingAndChargingWithinThirtyRecords(int first) {
    Set<String> seen = new HashSet<>();
    for (int vehicle = first; vehicle < first + 5; vehicle++) {
      Watch watch = new Watch();
      for (Payload payload : TripRecords.signals(TripRecords.take(TRIPS.trip(vehicle), 30))) {
        watch.see(payload);
        seen.add(watch.mph() > 55 ? "freeway" : watch.mph() > 0 ? "driving" : "standing");
        seen.add(watch.hasOpenDoor() ? "door open" : "doors closed");
        seen.add(watch.isCharging() ? "charging" : "not charging");
        seen.add("gear " + watch.gear());
      }
    }
    Set<String> expected =
        Set.of("freeway", "driving", "standing", "door open", "charging", "gear P", "gear D");
    assertTrue(seen.containsAll(expected), "seen: " + seen);
  }

  @Test
  void neverSendsConnectivityAndNowAndThenAlertsAndErrors() {
    for (int vehicle = 0; vehicle < CARS; vehicle++) {
      Set<RecordType> types =
          lap(vehicle).stream().map(SimulatedRecord::type).collect(Collectors.toSet());
      assertEquals(Set.of(RecordType.V, RecordType.ALERTS, RecordType.ERRORS), types);
    }
  }

  @Test
  void takesAnyVehicleNumber() {
    for (int vehicle : new int[] {Integer.MIN_VALUE, -1, 9_999, Integer.MAX_VALUE}) {
      assertFalse(TripRecords.take(TRIPS.trip(vehicle), 3).isEmpty());
    }
  }

  @Test
  void keepsTemplatesWithinAMegabyte() {
    long bytes = 0;
    for (int vehicle = 0; vehicle < CARS; vehicle++) {
      bytes += lap(vehicle).stream().mapToLong(record -> record.payload().length + 100).sum();
    }
    assertTrue(bytes < 1_000_000, "bytes: " + bytes);
  }

  @Test
  void countersAreTheVehiclesOwnAndGoOnAfterALap() {
    int steps = TRIPS.journeys().get(0).steps().size();
    List<Double> once = odometer(TRIPS.trip(0), 3 * steps);
    List<Double> other = odometer(TRIPS.trip(CARS * 5), 3 * steps);
    assertEquals(once.stream().sorted().toList(), once, "an odometer never goes back");
    assertNotEquals(once.get(0), other.get(0));
    double driven = once.get(once.size() - 1) - once.get(0);
    assertTrue(driven > 55 && driven < 65, "miles in three laps: " + driven);
  }

  private static List<Double> odometer(Trip trip, int records) {
    return TripRecords.signals(TripRecords.take(trip, records)).stream()
        .flatMap(payload -> payload.getDataList().stream())
        .filter(datum -> datum.getKey() == Field.Odometer)
        .map(datum -> datum.getValue().getDoubleValue())
        .toList();
  }

  private static List<LocationValue> places(Trip trip) {
    return TripRecords.signals(TripRecords.take(trip, 30)).stream().map(Watch::placeOf).toList();
  }

  private static List<SimulatedRecord> lap(int vehicle) {
    return TripRecords.take(TRIPS.trip(vehicle), TRIPS.journeys().get(vehicle).steps().size());
  }

  private static List<Datum> data(int vehicle) {
    return TripRecords.signals(lap(vehicle)).stream()
        .flatMap(payload -> payload.getDataList().stream())
        .toList();
  }

  private static List<Datum> fleet() {
    return IntStream.range(0, CARS).boxed().flatMap(v -> data(v).stream()).toList();
  }

  private static MessageLite parsed(RecordType type, byte[] payload)
      throws InvalidProtocolBufferException {
    if (type.equals(RecordType.V)) {
      return Payload.parseFrom(payload);
    }
    return type.equals(RecordType.ALERTS)
        ? VehicleAlerts.parseFrom(payload)
        : VehicleErrors.parseFrom(payload);
  }
}
