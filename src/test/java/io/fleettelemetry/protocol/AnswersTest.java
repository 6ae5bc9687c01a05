package io.fleettelemetry.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.protocol.Envelope.NotARecord;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnswersTest {

  private static final byte[] NONE = {};

  /**
   * Whether a record is acked depends on its payload, type and sender too; what its ack and its
   * error look like depends on the envelope alone.
   */
  @ParameterizedTest
  @MethodSource("binaryMessages")
  void answersAreThoseOfTheField(AnsweredMessage recorded) {
    byte[] message = recorded.message();
    Envelope envelope = EnvelopeDecoder.decode(message, 0, message.length);
    byte[] answer = recorded.answer().orElseThrow();

    if (envelope instanceof Envelope.Record record) {
      byte[] ack = Answers.ack(record.txid(), record.topic());
      byte[] error = Answers.error(record.txid(), Answers.INCORRECT_FORMAT);
      assertTrue(Arrays.equals(ack, answer) || Arrays.equals(error, answer));
    } else if (envelope instanceof NotARecord other) {
      assertArrayEquals(answer, Answers.ack(other.txid(), NONE));
    } else {
      assertArrayEquals(answer, Answers.error(NONE, Answers.INCORRECT_FORMAT));
    }
  }

  static Stream<AnsweredMessage> binaryMessages() {
    return AnsweredMessage.all().stream().filter(it -> !it.text());
  }

  @Test
  void anAckIsTheseBytes() {
    byte[] expected =
        AnnotatedBytes.of(
            """
            14 00 00 00              | where the root table is
            00 00                    | alignment
            0e 00                    | bytes of the vtable
            18 00                    | bytes of the table
            14 00                    | txid
            10 00                    | topic
            0f 00                    | message_type
            08 00                    | message
            04 00                    | message_id
            0e 00 00 00              | table: back to its vtable
            14 00 00 00              | message_id
            2c 00 00 00              | message
            00 00 00 05              | message_type: an ack
            10 00 00 00              | topic
            18 00 00 00              | txid
            00 00 00 00 00 00 00 00  | message_id: empty, ended by a zero, aligned
            06 00 00 00              | topic
            61 6c 65 72 74 73 00 00  | alerts
            03 00 00 00 74 78 31 00  | txid: tx1
            00 00 00 00 00 00 00 00  | message: an empty vector, no table
            """);
    assertArrayEquals(expected, Answers.ack("tx1".getBytes(UTF_8), "alerts".getBytes(UTF_8)));
  }

  @Test
  void acksOfAllLengthsAreThoseOfTheLibrary() {
    Random random = new Random(1);
    for (int txidLength = 0; txidLength < 70; txidLength++) {
      for (int topicLength = 0; topicLength < 40; topicLength++) {
        byte[] txid = bytes(random, txidLength);
        byte[] topic = bytes(random, topicLength);
        assertArrayEquals(ReferenceEnvelopes.ack(txid, topic), Answers.ack(txid, topic));
      }
    }
  }

  @Test
  void errorsOfAllLengthsAreThoseOfTheLibrary() {
    Random random = new Random(2);
    for (int length = 0; length < 200; length++) {
      byte[] txid = bytes(random, length);
      for (String text :
          new String[] {Answers.INCORRECT_FORMAT, Answers.RATE_LIMITED, Answers.NOT_STORED, ""}) {
        byte[] payload = text.getBytes(UTF_8);
        assertArrayEquals(
            ReferenceEnvelopes.record(
                new ReferenceEnvelopes.Fields(txid, NONE, NONE, payload, NONE, NONE, 0)),
            Answers.error(txid, text));
      }
    }
  }

  @Test
  void anErrorReadsAsARecordWithTheText() {
    byte[] txid = "tx".getBytes(UTF_8);
    byte[] bytes = Answers.error(txid, Answers.NOT_STORED);
    Envelope.Record error = (Envelope.Record) EnvelopeDecoder.decode(bytes, 0, bytes.length);
    assertArrayEquals(txid, error.txid());
    assertArrayEquals(NONE, error.topic());
    assertArrayEquals(
        Answers.NOT_STORED.getBytes(UTF_8),
        Arrays.copyOfRange(
            bytes, error.payloadOffset(), error.payloadOffset() + error.payloadLength()));
  }

  @Test
  void aMessageSentAsTextWasClosed() {
    assertTrue(
        AnsweredMessage.all().stream()
            .filter(AnsweredMessage::text)
            .map(AnsweredMessage::answer)
            .allMatch(Optional::isEmpty));
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
