package io.fleettelemetry.simulator.trip;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Timestamp;
import io.fleettelemetry.proto.vehicledata.Datum;
import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.proto.vehicledata.Value;
import io.fleettelemetry.telemetry.RecordType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/**
 * Signals of one moment. What is the same for all vehicles is encoded once; a record is a copy of
 * that with the few signals that are the vehicle's own and the time stamp behind it.
 */
final class SignalsStep implements Step {
  private final Firmware firmware;
  private final byte[] shared;
  private final List<News.Item> own;

  private SignalsStep(Firmware firmware, byte[] shared, List<News.Item> own) {
    this.firmware = firmware;
    this.shared = shared;
    this.own = own;
  }

  static Step encode(Firmware firmware, List<News.Item> items) {
    Payload.Builder shared = Payload.newBuilder();
    for (News.Item item : items) {
      if (item.reading() instanceof Reading.Fixed fixed) {
        shared.addData(datum(item.field(), firmware.write(fixed.value())));
      }
    }
    List<News.Item> own =
        items.stream().filter(item -> !(item.reading() instanceof Reading.Fixed)).toList();
    return new SignalsStep(firmware, shared.build().toByteArray(), own);
  }

  @Override
  public SimulatedRecord record(Progress vehicle, long epochMillis) {
    byte[] head = own.isEmpty() ? shared : joined(own(vehicle, Times.seconds(epochMillis)));
    return new SimulatedRecord(RecordType.V, stamped(head, epochMillis));
  }

  private byte[] joined(Payload own) {
    byte[] joined = Arrays.copyOf(shared, shared.length + own.getSerializedSize());
    byte[] tail = own.toByteArray();
    System.arraycopy(tail, 0, joined, shared.length, tail.length);
    return joined;
  }

  private Payload own(Progress vehicle, long seconds) {
    Payload.Builder payload = Payload.newBuilder();
    for (News.Item item : own) {
      Value value = firmware.write(item.reading().value(vehicle, seconds));
      payload.addData(datum(item.field(), value));
    }
    return payload.build();
  }

  /** Appends field {@code created_at}. */
  private static byte[] stamped(byte[] head, long epochMillis) {
    Timestamp createdAt = Times.of(epochMillis);
    int size = CodedOutputStream.computeMessageSize(Payload.CREATED_AT_FIELD_NUMBER, createdAt);
    byte[] payload = Arrays.copyOf(head, head.length + size);
    try {
      CodedOutputStream.newInstance(payload, head.length, size)
          .writeMessage(Payload.CREATED_AT_FIELD_NUMBER, createdAt);
    } catch (IOException e) {
      throw new UncheckedIOException("no room for " + size + " bytes in an array made for them", e);
    }
    return payload;
  }

  private static Datum datum(Field field, Value value) {
    return Datum.newBuilder().setKey(field).setValue(value).build();
  }
}
