package io.fleettelemetry.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fleettelemetry.transform.JsonEncoding.Encoded;
import io.fleettelemetry.transform.Transformation.Invalid;
import io.fleettelemetry.transform.Transformation.Transformed;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each recorded payload becomes what it became in the field, byte for byte. */
class RecordedTest {

  @TestFactory
  Stream<DynamicTest> protobuf() {
    return RecordedCase.all()
        .filter(recorded -> recorded.valid() && recorded.dispatched() != null)
        .map(recorded -> dynamicTest(recorded.name(), () -> checkProtobuf(recorded)));
  }

  @TestFactory
  Stream<DynamicTest> invalid() {
    return RecordedCase.all()
        .filter(recorded -> !recorded.valid())
        .map(recorded -> dynamicTest(recorded.name(), () -> checkInvalid(recorded)));
  }

  @TestFactory
  Stream<DynamicTest> json() {
    return RecordedCase.all()
        .filter(RecordedCase::valid)
        .map(recorded -> dynamicTest(recorded.name(), () -> checkJson(recorded)));
  }

  private static void checkProtobuf(RecordedCase recorded) {
    assertEquals(recorded.dispatched(), HexFormat.of().formatHex(transformed(recorded)));
  }

  private static void checkInvalid(RecordedCase recorded) {
    Invalid invalid = assertInstanceOf(Invalid.class, recorded.transform());
    assertTrue(invalid.reason().matches("protobuf: field \\d+ of \\w+: .+"), invalid.reason());
  }

  private static void checkJson(RecordedCase recorded) {
    JsonEncoding encoding = JsonEncoder.encode(recorded.type(), transformed(recorded));
    if (recorded.json() == null) {
      assertInstanceOf(JsonEncoding.Invalid.class, encoding);
    } else {
      Encoded encoded = assertInstanceOf(Encoded.class, encoding);
      assertEquals(recorded.json(), new String(encoded.json(), StandardCharsets.UTF_8));
    }
  }

  private static byte[] transformed(RecordedCase recorded) {
    return assertInstanceOf(Transformed.class, recorded.transform()).protobuf();
  }
}
