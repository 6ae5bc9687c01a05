package io.fleettelemetry.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.fleettelemetry.protocol.ServerAnswer.Ack;
import io.fleettelemetry.protocol.ServerAnswer.Refusal;
import io.fleettelemetry.protocol.ServerAnswer.Unreadable;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnswerDecoderTest {

  private static final byte[] TXID = "tx-1".getBytes(UTF_8);

  @Test
  void ack() {
    Ack ack =
        assertInstanceOf(Ack.class, AnswerDecoder.decode(Answers.ack(TXID, "V".getBytes(UTF_8))));
    assertArrayEquals(TXID, ack.txid());
    assertArrayEquals("V".getBytes(UTF_8), ack.topic());
  }

  @Test
  void ackWithoutTxidAndTopic() {
    Ack ack =
        assertInstanceOf(Ack.class, AnswerDecoder.decode(Answers.ack(new byte[0], new byte[0])));
    assertEquals(0, ack.txid().length + ack.topic().length);
  }

  @Test
  void error() {
    Refusal refusal =
        assertInstanceOf(
            Refusal.class, AnswerDecoder.decode(Answers.error(TXID, Answers.NOT_STORED)));
    assertArrayEquals(TXID, refusal.txid());
    assertEquals(Answers.NOT_STORED, refusal.text());
  }

  @Test
  void whatIsNoAnswer() {
    assertEquals(new Unreadable("empty message"), AnswerDecoder.decode(new byte[0]));
    assertEquals(
        new Unreadable("message_type 7 is no answer"),
        AnswerDecoder.decode(new EnvelopeEncoder().messageType(7).encode()));
    assertInstanceOf(Unreadable.class, AnswerDecoder.decode("hello".getBytes(UTF_8)));
  }

  @Test
  void anyBytesGiveAnAnswer() {
    Random random = new Random(5);
    byte[][] good = {
      Answers.ack(TXID, TXID), Answers.error(TXID, Answers.RATE_LIMITED), new byte[64]
    };
    for (int i = 0; i < 30_000; i++) {
      byte[] message = good[i % good.length].clone();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        message[random.nextInt(message.length)] = (byte) random.nextInt();
      }
      assertNotNull(
          AnswerDecoder.decode(Arrays.copyOf(message, random.nextInt(message.length + 1))));
    }
  }
}
