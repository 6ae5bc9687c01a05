package io.fleettelemetry.protocol;

import java.nio.charset.StandardCharsets;

/**
 * Reads what a server answers, as vehicles do. Total: any bytes give a {@link ServerAnswer}, and
 * nothing is thrown.
 */
public final class AnswerDecoder {

  private AnswerDecoder() {}

  /**
   * Decodes one message; what is kept of it is copied.
   *
   * @param message the whole message
   */
  public static ServerAnswer decode(byte[] message) {
    if (message.length == 0) {
      return new ServerAnswer.Unreadable("empty message");
    }
    FlatMessage flat = new FlatMessage(message, 0, message.length);
    ServerAnswer answer = answer(flat, message);
    return flat.problem() == null ? answer : new ServerAnswer.Unreadable(flat.problem());
  }

  private static ServerAnswer answer(FlatMessage flat, byte[] message) {
    FlatMessage.Table root = flat.root();
    byte[] txid = flat.copy(root.vector(EnvelopeSchema.TXID, "txid"));
    int tag = root.uint8(EnvelopeSchema.MESSAGE_TYPE, "message_type");
    if (tag == EnvelopeSchema.STREAM_ACK) {
      return new ServerAnswer.Ack(txid, flat.copy(root.vector(EnvelopeSchema.TOPIC, "topic")));
    }
    if (tag != EnvelopeSchema.STREAM) {
      return new ServerAnswer.Unreadable("message_type " + tag + " is no answer");
    }
    int payload =
        root.table(EnvelopeSchema.MESSAGE, "message").vector(EnvelopeSchema.PAYLOAD, "payload");
    return new ServerAnswer.Refusal(
        txid,
        new String(
            message,
            flat.vectorStart(payload),
            flat.vectorLength(payload),
            StandardCharsets.UTF_8));
  }
}
