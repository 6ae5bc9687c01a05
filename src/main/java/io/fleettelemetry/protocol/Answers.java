package io.fleettelemetry.protocol;

import java.nio.charset.StandardCharsets;

/**
 * What the server answers, as bytes of one WebSocket message; equal to the byte to what vehicles
 * know. Each answer is a new array of exactly its size.
 */
public final class Answers {

  /** Error payload: the message, or its record's payload, could not be read or is not accepted. */
  public static final String INCORRECT_FORMAT = "incorrect message format";

  /** Error payload: the connection sends more than it may. */
  public static final String RATE_LIMITED = "rate limit exceeded";

  /** Error payload: the system that the record's ack depends on refuses it for good. */
  public static final String NOT_STORED = "record not stored";

  private Answers() {}

  /**
   * The vehicle need not send the message again.
   *
   * @param txid of the message that is answered; may be empty
   * @param topic its record type; may be empty
   */
  public static byte[] ack(byte[] txid, byte[] topic) {
    int message = EnvelopeLayout.txidVector(topic) + EnvelopeLayout.vectorSize(txid.length);
    byte[] bytes = new byte[message + EnvelopeLayout.EMPTY_VECTOR];
    EnvelopeLayout.putEnvelope(bytes, txid, topic, EnvelopeSchema.STREAM_ACK, message);
    return bytes;
  }

  /**
   * Something is wrong with the message: a record without topic and sender whose payload says what.
   *
   * @param txid of the message that is answered; empty when it is not known
   * @param payload one of this class's texts
   */
  public static byte[] error(byte[] txid, String payload) {
    return new EnvelopeEncoder()
        .txid(txid)
        .payload(payload.getBytes(StandardCharsets.UTF_8))
        .encode();
  }
}
