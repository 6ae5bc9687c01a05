package io.fleettelemetry.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fleettelemetry.protocol.Answers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnswerTest {

  @Test
  void readsAcks() {
    assertEquals(
        new Answer(true, "tx-1", "V", ""), Answer.parse(Answers.ack(bytes("tx-1"), bytes("V"))));
    assertEquals(new Answer(true, "", "", ""), Answer.parse(Answers.ack(bytes(""), bytes(""))));
  }

  @Test
  void readsErrors() {
    assertEquals(
        new Answer(false, "tx-1", "", "record not stored"),
        Answer.parse(Answers.error(bytes("tx-1"), "record not stored")));
  }

  @Test
  void refusesWhatIsNoAnswer() {
    byte[] other = RecordBuilder.v().envelope().messageType(7).encode();
    assertThrows(AssertionError.class, () -> Answer.parse(other));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
