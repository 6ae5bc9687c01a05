package io.fleettelemetry.simulator.trip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.fleettelemetry.proto.vehiclealerts.Audience;
import io.fleettelemetry.proto.vehiclealerts.VehicleAlert;
import io.fleettelemetry.proto.vehiclealerts.VehicleAlerts;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.proto.vehicleerror.VehicleError;
import io.fleettelemetry.proto.vehicleerror.VehicleErrors;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.transform.RecordTransformer;
import io.fleettelemetry.transform.Transformation;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedRecordTest {
  private static final Alert ALERT =
      new Alert("PCS_a019", List.of(Audience.Service, Audience.Customer), m -> true);
  private static final long BEGIN = 1_764_000_000_250L;
  private static final long END = 1_764_000_090_500L;

  @Test
  void saysThatItIsARepetition() {
    for (SimulatedRecord record : TripRecords.take(Trips.prepare().trip(0), 200)) {
      if (record.type().equals(RecordType.V)) {
        Payload first = TripRecords.parse(record.payload());
        Payload again = TripRecords.parse(record.resent());
        assertFalse(first.getIsResend());
        assertEquals(first.toBuilder().setIsResend(true).build(), again);
        assertArrayEquals(again.toByteArray(), record.resent());
      } else {
        assertArrayEquals(record.payload(), record.resent());
      }
    }
  }

  @Test
  void saysWhenItWasMade() {
    SimulatedRecord record = Trips.prepare().trip(1).next(BEGIN);
    Timestamp createdAt = TripRecords.parse(record.payload()).getCreatedAt();
    assertEquals(1_764_000_000L, createdAt.getSeconds());
    assertEquals(250_000_000, createdAt.getNanos());
  }

  @Test
  void anAlertEndsWithTheTimeItBeganAt() throws InvalidProtocolBufferException {
    Progress vehicle = new Progress(1);
    VehicleAlert began = alert(Firmware.TYPED, true, vehicle, BEGIN);
    VehicleAlert ended = alert(Firmware.TYPED, false, vehicle, END);
    assertEquals("PCS_a019", began.getName());
    assertEquals(ALERT.audiences(), began.getAudiencesList());
    assertFalse(began.hasEndedAt());
    assertEquals(began.getStartedAt(), ended.getStartedAt());
    assertEquals(Times.of(END), ended.getEndedAt());
  }

  @Test
  void anAlertThatBeganBeforeTheTripEndsToo() throws InvalidProtocolBufferException {
    VehicleAlert ended = alert(Firmware.TYPED, false, new Progress(1), END);
    assertTrue(ended.getStartedAt().getSeconds() < ended.getEndedAt().getSeconds());
  }

  @Test
  void oldFirmwareWritesMillisecondsThatTheServerCorrects() throws InvalidProtocolBufferException {
    SimulatedRecord record =
        new AlertStep(ALERT, true, Firmware.TEXT).record(new Progress(1), BEGIN);
    VehicleAlert sent = VehicleAlerts.parseFrom(record.payload()).getAlerts(0);
    assertEquals(BEGIN, sent.getStartedAt().getSeconds());
    Transformation.Transformed transformed =
        (Transformation.Transformed)
            RecordTransformer.transform(
                record.type(), record.payload(), 0, record.payload().length, "VIN");
    VehicleAlert corrected = VehicleAlerts.parseFrom(transformed.protobuf()).getAlerts(0);
    assertEquals(Times.of(BEGIN), corrected.getStartedAt());
  }

  @Test
  void anErrorNamesTheField() throws InvalidProtocolBufferException {
    SimulatedRecord record =
        new ErrorStep("field_not_read", "GpsState", "no fix").record(new Progress(1), BEGIN);
    VehicleError error = VehicleErrors.parseFrom(record.payload()).getErrors(0);
    assertEquals(RecordType.ERRORS, record.type());
    assertEquals("GpsState", error.getTagsOrThrow("field_name"));
    assertEquals(Times.of(BEGIN), error.getCreatedAt());
  }

  private static VehicleAlert alert(Firmware firmware, boolean begins, Progress vehicle, long now)
      throws InvalidProtocolBufferException {
    SimulatedRecord record = new AlertStep(ALERT, begins, firmware).record(vehicle, now);
    assertEquals(RecordType.ALERTS, record.type());
    return VehicleAlerts.parseFrom(record.payload()).getAlerts(0);
  }
}
