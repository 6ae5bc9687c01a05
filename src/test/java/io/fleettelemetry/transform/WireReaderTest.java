package io.fleettelemetry.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireReaderTest {

  @Test
  void readsEachWireType() {
    WireReader reader =
        reader("08 ac02" + "11 182d4454fb210940" + "1a 03 614263" + "25 0000803f" + "2b 3001 2c");
    assertTrue(reader.next());
    assertEquals(1, reader.fieldNumber());
    assertEquals(WireReader.VARINT, reader.wireType());
    assertEquals(300, reader.intValue());
    assertTrue(reader.next());
    assertEquals(WireReader.FIXED64, reader.wireType());
    assertEquals(Math.PI, reader.doubleValue());
    assertTrue(reader.next());
    assertEquals(WireReader.LENGTH_DELIMITED, reader.wireType());
    assertEquals("aBc", reader.stringValue());
    assertTrue(reader.next());
    assertEquals(WireReader.FIXED32, reader.wireType());
    assertEquals(1f, reader.floatValue());
    assertTrue(reader.next());
    assertEquals(5, reader.fieldNumber());
    assertEquals(WireReader.GROUP, reader.wireType());
    assertEquals(3, reader.valueEnd() - reader.valueStart());
    assertFalse(reader.next());
    assertNull(reader.fault());
  }

  @Test
  void readsNestedMessagesAndComesBack() {
    WireReader reader = reader("0a 04 0801 1005" + "1007");
    assertTrue(reader.next());
    int outer = reader.enter();
    assertTrue(reader.next());
    assertEquals(1, reader.longValue());
    reader.leave(outer);
    assertTrue(reader.next());
    assertEquals(2, reader.fieldNumber());
    assertEquals(7, reader.longValue());
    assertFalse(reader.next());
    assertNull(reader.fault());
  }

  @ParameterizedTest
  @CsvSource({
    "08, TRUNCATED",
    "08 80, TRUNCATED",
    "80, TRUNCATED",
    "09 00000000000000, TRUNCATED",
    "0d 000000, TRUNCATED",
    "08 ffffffffffffffffffff01, VARINT_TOO_LONG",
    "08 ffffffffffffffffff02, VARINT_TOO_LONG",
    "00 00, FIELD_NUMBER",
    "02 00, FIELD_NUMBER",
    "8080808010 00, FIELD_NUMBER",
    "0e, WIRE_TYPE",
    "0f, WIRE_TYPE",
    "0b 0e 0c, WIRE_TYPE",
    "0a 01, LENGTH",
    "0a ffffffffffffffffff01, LENGTH",
    "0c, GROUP_NOT_OPEN",
    "0b 14, GROUP_NOT_OPEN",
    "0b 13 0c 14, GROUP_NOT_OPEN",
    "0b, GROUP_NOT_CLOSED",
    "0b 0801, GROUP_NOT_CLOSED",
  })
  void namesTheFault(String hex, WireFault fault) {
    WireReader reader = reader(hex);
    assertFalse(reader.next());
    assertEquals(fault, reader.fault());
    assertFalse(reader.next(), "a fault is final");
  }

  @ParameterizedTest
  @CsvSource({
    "08 ffffffffffffffffff01, 1, -1",
    "08 80808080808080808000, 1, 0",
    "888080808000 05, 1, 5",
    "f8ffffff0f 05, 536870911, 5",
  })
  void takesLongVarints(String hex, int number, long value) {
    WireReader reader = reader(hex);
    assertTrue(reader.next());
    assertEquals(number, reader.fieldNumber());
    assertEquals(value, reader.longValue());
    assertFalse(reader.next());
    assertNull(reader.fault());
  }

  @Test
  void aNestedMessageCannotReachPastItsEnd() {
    WireReader reader = reader("0a 02 1202" + "1001");
    assertTrue(reader.next());
    int outer = reader.enter();
    assertFalse(reader.next());
    reader.leave(outer);
    assertFalse(reader.next());
    assertEquals(WireFault.LENGTH, reader.fault());
  }

  @Test
  void takesGroupsToTheLimitOfDepth() {
    WireReader reader = new WireReader(groups(WireReader.MAX_GROUP_DEPTH));
    assertTrue(reader.next());
    assertFalse(reader.next());
    assertNull(reader.fault());

    WireReader deeper = new WireReader(groups(WireReader.MAX_GROUP_DEPTH + 1));
    assertFalse(deeper.next());
    assertEquals(WireFault.TOO_DEEP, deeper.fault());
  }

  @Test
  void staysWithinThePartItWasGiven() {
    byte[] buffer = bytes("ff 0801 ff");
    WireReader reader = new WireReader(buffer, 1, 2);
    assertTrue(reader.next());
    assertFalse(reader.next());
    assertNull(reader.fault());
    assertThrows(IndexOutOfBoundsException.class, () -> new WireReader(buffer, 2, 3));
  }

  @Test
  void randomBytesEnd() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      WireReader reader = new WireReader(bytes);
      int last = 0;
      while (reader.next()) {
        assertTrue(reader.valueStart() > last && reader.valueEnd() <= bytes.length);
        last = reader.fieldStart();
      }
    }
  }

  static byte[] groups(int depth) {
    byte[] groups = new byte[depth * 2];
    Arrays.fill(groups, 0, depth, (byte) 0x7b);
    Arrays.fill(groups, depth, depth * 2, (byte) 0x7c);
    return groups;
  }

  private static WireReader reader(String hex) {
    return new WireReader(bytes(hex));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
