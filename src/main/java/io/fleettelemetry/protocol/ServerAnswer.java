package io.fleettelemetry.protocol;

/** What a message from a server says to the vehicle that it comes to. */
public sealed interface ServerAnswer {

  /**
   * The record need not be sent again.
   *
   * @param txid what names the record; any bytes, empty when absent
   * @param topic its record type; any bytes, empty when absent
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; handed on without a copy
  record Ack(byte[] txid, byte[] topic) implements ServerAnswer {}

  /**
   * Something is wrong with a record, or with how it was sent.
   *
   * @param txid what names the record; any bytes, empty when the server could not tell
   * @param text one of those in {@link Answers}, or whatever another server says
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; handed on without a copy
  record Refusal(byte[] txid, String text) implements ServerAnswer {}

  /**
   * No answer: an offset or a length leaves the message, or it is neither ack nor error.
   *
   * @param reason what is wrong with it
   */
  record Unreadable(String reason) implements ServerAnswer {}
}
