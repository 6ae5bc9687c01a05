package io.fleettelemetry.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.protocol.Envelope.NotARecord;
import io.fleettelemetry.protocol.Envelope.Unreadable;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeDecoderTest {

  /** A record with nothing but what a decoder needs; tests below change a byte of it. */
  private static byte[] message() {
    return AnnotatedBytes.of(
        """
        14 00 00 00              | 0: where the root table is
        0e 00                    | 4: bytes of its vtable
        18 00                    | 6: bytes of the table
        04 00                    | 8: txid
        08 00                    | 10: topic
        14 00                    | 12: message_type
        0c 00                    | 14: message
        10 00                    | 16: message_id
        00 00                    | 18: alignment
        10 00 00 00              | 20: root table: back to its vtable
        38 00 00 00              | 24: txid, at 80
        3c 00 00 00              | 28: topic, at 88
        18 00 00 00              | 32: message, at 56
        54 00 00 00              | 36: message_id, at 120
        04 00 00 00              | 40: message_type: a record
        0c 00                    | 44: bytes of the record's vtable
        18 00                    | 46: bytes of its table
        14 00                    | 48: created_at
        04 00                    | 50: sender_id
        08 00                    | 52: payload
        00 00                    | 54: device_type: absent
        0c 00 00 00              | 56: record: back to its vtable
        24 00 00 00              | 60: sender_id, at 96
        28 00 00 00              | 64: payload, at 104
        00 00 00 00 00 00 00 00  | 68
        f1 53 65 f3              | 76: created_at
        02 00 00 00 74 78 00 00  | 80: tx
        01 00 00 00 56 00 00 00  | 88: V
        03 00 00 00 63 2e 64 00  | 96: c.d
        0c 00 00 00              | 104: payload, of 12 bytes
        01 02 03 04 05 06 07 08 09 0a 0b 0c
        00 00 00 00              | 120: message_id: empty
        """);
  }

  @Test
  void aRecordIsReadInPlace() {
    byte[] message = message();
    Envelope.Record record = assertInstanceOf(Envelope.Record.class, decode(message));
    assertArrayEquals("tx".getBytes(UTF_8), record.txid());
    assertArrayEquals("V".getBytes(UTF_8), record.topic());
    assertArrayEquals("c.d".getBytes(UTF_8), record.senderId());
    assertArrayEquals(new byte[0], record.deviceId());
    assertEquals(0xF36553F1L, record.createdAtSeconds());
    assertSame(message, record.buffer());
    assertEquals(108, record.payloadOffset());
    assertEquals(12, record.payloadLength());
  }

  @Test
  void aMessageMayLieAnywhereInItsArray() {
    byte[] around = new byte[300];
    Arrays.fill(around, (byte) 0xFF);
    System.arraycopy(message(), 0, around, 51, 124);
    Envelope.Record record =
        assertInstanceOf(Envelope.Record.class, EnvelopeDecoder.decode(around, 51, 124));
    assertArrayEquals("tx".getBytes(UTF_8), record.txid());
    assertEquals(51 + 108, record.payloadOffset());
    assertInstanceOf(Unreadable.class, EnvelopeDecoder.decode(around, 51, 123));
  }

  @Test
  void offsetAndLengthMustLieInTheArray() {
    assertThrows(IndexOutOfBoundsException.class, () -> EnvelopeDecoder.decode(new byte[4], 2, 3));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 121, root table", // no word left for the table
    "3, 127, root table",
    "4, 255, root table", // a vtable that reaches past the message
    "23, 127, root table", // its vtable before the message
    "22, 255, root table",
    "8, 255, txid", // a field past the message
    "24, 255, txid",
    "80, 41, txid", // a length one too much
    "83, 255, txid",
    "83, 127, txid",
    "31, 255, topic", // would wrap around to before itself in 32 bits
    "12, 255, message_type",
    "16, 106, message_id",
    "36, 85, message_id",
    "120, 1, message_id",
    "32, 89, message", // a word too far
    "44, 255, message",
    "59, 128, message",
    "48, 255, created_at",
    "60, 61, sender_id",
    "104, 17, payload",
    "107, 255, payload",
    "54, 255, device_type"
  })
  void whatLeavesTheMessageIsNamed(int at, int value, String name) {
    byte[] message = message();
    message[at] = (byte) value;
    Unreadable unreadable = assertInstanceOf(Unreadable.class, decode(message));
    assertEquals(name + " leaves the message of 124 bytes", unreadable.reason());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 120", // a root table in the last word, whose vtable is that word: without any field
    "14, 0"
  })
  void withoutTheUnionSlotNothingElseIsRead(int at, int value) {
    byte[] message = message();
    message[at] = (byte) value;
    message[83] = (byte) 0xFF;
    NotARecord other = assertInstanceOf(NotARecord.class, decode(message));
    assertEquals(NotARecord.NO_UNION, other.tag());
    assertEquals(0, other.txid().length);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 6, 127, 128, 255})
  void anotherTagKeepsTheTxid(int tag) {
    byte[] message = message();
    message[40] = (byte) tag;
    message[44] = (byte) 0xFF; // what the union leads to is unknown and not looked at
    NotARecord other = assertInstanceOf(NotARecord.class, decode(message));
    assertEquals(tag, other.tag());
    assertArrayEquals("tx".getBytes(UTF_8), other.txid());
    message[34] = 1;
    assertInstanceOf(Unreadable.class, decode(message), "but it must lie in the message");
  }

  @Test
  void anAbsentTagIsZero() {
    byte[] message = message();
    message[12] = 0;
    assertEquals(0, assertInstanceOf(NotARecord.class, decode(message)).tag());
  }

  @Test
  void anEmptyMessageIsNoRecord() {
    NotARecord other = assertInstanceOf(NotARecord.class, decode(new byte[0]));
    assertEquals(NotARecord.NO_UNION, other.tag());
    assertEquals(0, other.txid().length);
  }

  @Test
  void aTableMayPointAtItself() {
    byte[] message = message();
    message[56] = 0; // the record's vtable is its own table: of no bytes, so without fields
    Envelope.Record record = assertInstanceOf(Envelope.Record.class, decode(message));
    assertEquals(0, record.payloadLength());
    assertEquals(0, record.createdAtSeconds());
  }

  @Test
  void aVtableOfOddSizeMayNotEndBeyondTheMessage() {
    byte[] vtableLast =
        AnnotatedBytes.of(
            """
            08 00 00 00           | where the root table is
            00 00 00 00
            fc ff ff ff           | table: forward to its vtable
            0b 00                 | bytes of the vtable: the last entry is half a one
            04 00 00 00 00 00 00 00 01
            """);
    Unreadable unreadable = assertInstanceOf(Unreadable.class, decode(vtableLast));
    assertEquals("vtable leaves the message of 23 bytes", unreadable.reason());
  }

  @Test
  void everyPrefixIsAnswered() {
    byte[] message = message();
    for (int length = 1; length < message.length; length++) {
      byte[] prefix = Arrays.copyOf(message, length);
      assertInstanceOf(Unreadable.class, decode(prefix), "first " + length + " bytes");
    }
  }

  @Test
  void everyFlippedBitIsReadAsTheLibraryReadsIt() {
    byte[] message = AnsweredMessage.named("V valid").message();
    for (int bit = 0; bit < message.length * 8; bit++) {
      byte[] flipped = message.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertAgreesWithTheLibrary(flipped);
    }
  }

  @Test
  void mutatedMessagesAreReadAsTheLibraryReadsThem() {
    Random random = new Random(4);
    byte[][] seeds = {message(), AnsweredMessage.named("alerts valid").message()};
    for (int i = 0; i < 50_000; i++) {
      byte[] message = seeds[random.nextInt(seeds.length)].clone();
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        int at = random.nextInt(message.length);
        message[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextInt(4) - 2);
      }
      int length = random.nextInt(4) == 0 ? random.nextInt(message.length + 1) : message.length;
      assertAgreesWithTheLibrary(Arrays.copyOf(message, length));
    }
  }

  @Test
  void randomBytesAreReadAsTheLibraryReadsThem() {
    Random random = new Random(5);
    for (int i = 0; i < 50_000; i++) {
      byte[] message = new byte[random.nextInt(80)];
      int range = 1 + random.nextInt(128); // small numbers lead somewhere more often
      for (int at = 0; at < message.length; at++) {
        message[at] = (byte) (random.nextInt(3) == 0 ? random.nextInt(range) : 0);
      }
      assertAgreesWithTheLibrary(message);
    }
  }

  /** What we read, the library reads too; where it is led out of the message, we refuse. */
  private static void assertAgreesWithTheLibrary(byte[] message) {
    Envelope envelope = decode(message);
    if (envelope instanceof Envelope.Record record) {
      ReferenceEnvelopes.Reader root = ReferenceEnvelopes.Reader.root(message);
      ReferenceEnvelopes.Reader stream = root.table(10);
      assertEquals(4, root.uint8(8));
      assertArrayEquals(root.bytes(4), record.txid());
      assertArrayEquals(root.bytes(6), record.topic());
      assertEquals(stream.uint32(4), record.createdAtSeconds());
      assertArrayEquals(stream.bytes(6), record.senderId());
      assertArrayEquals(stream.bytes(8), payload(record));
      assertArrayEquals(stream.bytes(12), record.deviceId());
    } else if (envelope instanceof NotARecord other && message.length > 0) {
      ReferenceEnvelopes.Reader root = ReferenceEnvelopes.Reader.root(message);
      assertEquals(root.has(10), other.tag() != NotARecord.NO_UNION);
      if (root.has(10)) {
        assertEquals(root.uint8(8), other.tag());
        assertArrayEquals(root.bytes(4), other.txid());
      }
    } else if (envelope instanceof Unreadable unreadable) {
      assertTrue(unreadable.reason().endsWith("the message of " + message.length + " bytes"));
    }
  }

  private static byte[] payload(Envelope.Record record) {
    int from = record.payloadOffset();
    return Arrays.copyOfRange(record.buffer(), from, from + record.payloadLength());
  }

  private static Envelope decode(byte[] message) {
    return EnvelopeDecoder.decode(message, 0, message.length);
  }
}
