package io.fleettelemetry.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.fleettelemetry.proto.vehiclealerts.VehicleAlerts;
import io.fleettelemetry.proto.vehicleconnectivity.VehicleConnectivity;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.proto.vehicleerror.VehicleErrors;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.transform.JsonEncoding.Encoded;
import io.fleettelemetry.transform.Transformation.Invalid;
import io.fleettelemetry.transform.Transformation.Transformed;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What must hold for any record, held against protobuf's own parser. */
class RandomRecordsTest {
  private static final String VIN = "5YJ3E1EA000000042";
  private static final Map<RecordType, Descriptor> MESSAGES =
      Map.of(
          RecordType.V, Payload.getDescriptor(),
          RecordType.ALERTS, VehicleAlerts.getDescriptor(),
          RecordType.ERRORS, VehicleErrors.getDescriptor(),
          RecordType.CONNECTIVITY, VehicleConnectivity.getDescriptor());

  @Test
  void aRecordMeansWhatItMeantButForItsVin() throws InvalidProtocolBufferException {
    for (Map.Entry<RecordType, Descriptor> type : MESSAGES.entrySet()) {
      RandomWire wire = new RandomWire(17);
      for (int i = 0; i < 2_000; i++) {
        byte[] sent = wire.message(type.getValue());
        DynamicMessage expected = withVin(DynamicMessage.parseFrom(type.getValue(), sent));
        byte[] ours = transform(type.getKey(), sent);
        assertEquals(expected, DynamicMessage.parseFrom(type.getValue(), ours), hex(sent));
      }
    }
  }

  @Test
  void whatIsTransformedStaysAsItIs() {
    for (Map.Entry<RecordType, Descriptor> type : MESSAGES.entrySet()) {
      RandomWire wire = new RandomWire(18);
      for (int i = 0; i < 2_000; i++) {
        byte[] sent = wire.message(type.getValue());
        byte[] once = transform(type.getKey(), sent);
        assertArrayEquals(once, transform(type.getKey(), once), hex(sent));
      }
    }
  }

  @Test
  void whatProtobufWritesOnlyGetsItsVin() throws InvalidProtocolBufferException {
    Descriptor type = Payload.getDescriptor();
    RandomWire wire = new RandomWire(19);
    for (int i = 0; i < 2_000; i++) {
      Payload sent =
          Payload.newBuilder(Payload.parseFrom(wire.message(type)))
              .setUnknownFields(UnknownFieldSet.getDefaultInstance())
              .build();
      byte[] expected = sent.toBuilder().setVin(VIN).build().toByteArray();
      assertArrayEquals(expected, transform(RecordType.V, sent.toByteArray()));
    }
  }

  @Test
  void jsonHasEachFieldOfTheRecord() throws InvalidProtocolBufferException {
    for (Map.Entry<RecordType, Descriptor> type : MESSAGES.entrySet()) {
      RandomWire wire = new RandomWire(20);
      for (int i = 0; i < 2_000; i++) {
        byte[] record = transform(type.getKey(), wire.message(type.getValue()));
        DynamicMessage message = DynamicMessage.parseFrom(type.getValue(), record);
        if (JsonEncoder.encode(type.getKey(), record) instanceof Encoded encoded) {
          JsonObject json = new JsonObject(Buffer.buffer(encoded.json()));
          assertEquals(ProtoJson.of(message), json, hex(record));
        }
      }
    }
  }

  @Test
  void mutatedRecordsEndInAResult() {
    List<RecordedCase> recorded = RecordedCase.all().toList();
    Random random = new Random(21);
    for (int i = 0; i < 20_000; i++) {
      RecordedCase original = recorded.get(random.nextInt(recorded.size()));
      byte[] mutated = mutate(original.payload(), random);
      check(original.type(), mutated, () -> original.name() + " as " + hex(mutated));
    }
  }

  @Test
  void randomBytesEndInAResult() {
    List<RecordType> types = List.copyOf(MESSAGES.keySet());
    Random random = new Random(22);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      check(types.get(i % types.size()), bytes, () -> hex(bytes));
    }
  }

  /** Whatever we take, protobuf's parser takes too; and its JSON ends in a result. */
  private static void check(RecordType type, byte[] bytes, Supplier<String> what) {
    Transformation transformation = RecordTransformer.transform(type, bytes, 0, bytes.length, VIN);
    if (transformation instanceof Transformed transformed) {
      try {
        assertNotNull(DynamicMessage.parseFrom(MESSAGES.get(type), transformed.protobuf()), what);
      } catch (InvalidProtocolBufferException e) {
        // Its parser takes no more than 100 groups in each other.
        assertTrue(e.getMessage().contains("too many levels of nesting"), what);
      }
      assertNotNull(JsonEncoder.encode(type, transformed.protobuf()), what);
    } else {
      String reason = assertInstanceOf(Invalid.class, transformation).reason();
      assertTrue(reason.startsWith("protobuf: field "), what);
    }
    JsonEncoder.encode(type, bytes);
  }

  private static byte[] mutate(byte[] original, Random random) {
    byte[] bytes = original.clone();
    for (int count = random.nextInt(3); count >= 0 && bytes.length > 0; count--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        default -> {
          byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
          System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
          bytes = longer;
        }
      }
    }
    return bytes;
  }

  private static byte[] transform(RecordType type, byte[] sent) {
    Transformation result = RecordTransformer.transform(type, sent, 0, sent.length, VIN);
    return assertInstanceOf(Transformed.class, result, () -> hex(sent)).protobuf();
  }

  private static DynamicMessage withVin(DynamicMessage message) {
    return message.toBuilder()
        .setField(message.getDescriptorForType().findFieldByName("vin"), VIN)
        .build();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
