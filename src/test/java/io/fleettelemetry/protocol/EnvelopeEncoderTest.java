package io.fleettelemetry.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fleettelemetry.protocol.Envelope.NotARecord;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EnvelopeEncoderTest {

  @Test
  void recordsAreThoseOfTheLibrary() {
    Random random = new Random(3);
    for (int i = 0; i < 5_000; i++) {
      String senderId = "s".repeat(random.nextInt(20));
      String deviceType = "t".repeat(random.nextInt(20));
      String deviceId = "d".repeat(random.nextInt(20));
      byte[] txid = bytes(random, random.nextInt(40));
      byte[] topic = bytes(random, random.nextInt(20));
      byte[] payload = bytes(random, random.nextInt(300));
      long createdAt = random.nextBoolean() ? 0 : random.nextInt() & 0xFFFF_FFFFL;
      byte[] expected =
          ReferenceEnvelopes.record(
              new ReferenceEnvelopes.Fields(
                  txid,
                  topic,
                  senderId.getBytes(UTF_8),
                  payload,
                  deviceType.getBytes(UTF_8),
                  deviceId.getBytes(UTF_8),
                  createdAt));
      byte[] encoded =
          new EnvelopeEncoder()
              .txid(txid)
              .topic(topic)
              .senderId(senderId)
              .payload(payload)
              .deviceType(deviceType)
              .deviceId(deviceId)
              .createdAt(createdAt)
              .encode();
      assertArrayEquals(expected, encoded);
    }
  }

  @Test
  void whatIsEncodedIsDecoded() {
    EnvelopeEncoder encoder =
        new EnvelopeEncoder()
            .txid("tx")
            .topic("V")
            .senderId("vehicle_device.VIN")
            .deviceType("vehicle_device")
            .deviceId("VIN")
            .createdAt(4_294_967_295L)
            .payload(new byte[] {1, 2, 3});
    byte[] bytes = encoder.encode();
    Envelope.Record record =
        assertInstanceOf(Envelope.Record.class, EnvelopeDecoder.decode(bytes, 0, bytes.length));
    assertArrayEquals("tx".getBytes(UTF_8), record.txid());
    assertArrayEquals("V".getBytes(UTF_8), record.topic());
    assertArrayEquals("vehicle_device.VIN".getBytes(UTF_8), record.senderId());
    assertArrayEquals("VIN".getBytes(UTF_8), record.deviceId());
    assertEquals(4_294_967_295L, record.createdAtSeconds());
    assertEquals(3, record.payloadLength());
    assertEquals(2, bytes[record.payloadOffset() + 1]);
    assertArrayEquals(bytes, encoder.encode(), "an encoder may be used again");
  }

  @Test
  void anotherMessageTypeIsNoRecord() {
    byte[] bytes = new EnvelopeEncoder().txid("tx").messageType(255).encode();
    NotARecord other =
        assertInstanceOf(NotARecord.class, EnvelopeDecoder.decode(bytes, 0, bytes.length));
    assertEquals(255, other.tag());
    assertArrayEquals("tx".getBytes(UTF_8), other.txid());
  }

  @Test
  void numbersThatDoNotFitAreRefused() {
    EnvelopeEncoder encoder = new EnvelopeEncoder();
    assertThrows(IllegalArgumentException.class, () -> encoder.createdAt(-1));
    assertThrows(IllegalArgumentException.class, () -> encoder.createdAt(4_294_967_296L));
    assertThrows(IllegalArgumentException.class, () -> encoder.messageType(-1));
    assertThrows(IllegalArgumentException.class, () -> encoder.messageType(256));
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
