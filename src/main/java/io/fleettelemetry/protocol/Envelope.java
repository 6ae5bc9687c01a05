package io.fleettelemetry.protocol;

/** What a message from a vehicle turned out to be. */
public sealed interface Envelope {

  /**
   * A record. Its payload is not copied: it lies in the message.
   *
   * @param txid what names the message; any bytes, empty when absent
   * @param topic the record type; any bytes, empty when absent
   * @param senderId who the vehicle says it is; not to be trusted, empty when absent
   * @param deviceId the device id it claims; not to be trusted, empty when absent
   * @param createdAtSeconds epoch seconds, 0 to 4,294,967,295; 0 when absent
   * @param buffer the array that the message was decoded from
   * @param payloadOffset where in {@code buffer} the payload starts
   * @param payloadLength its length in bytes, 0 when absent
   */
  // Arrays: never compared, handed on without a copy. The name: the field's, always qualified.
  @SuppressWarnings({"ArrayRecordComponent", "JavaLangClash"})
  record Record(
      byte[] txid,
      byte[] topic,
      byte[] senderId,
      byte[] deviceId,
      long createdAtSeconds,
      byte[] buffer,
      int payloadOffset,
      int payloadLength)
      implements Envelope {}

  /**
   * A message that is whole but carries no record. It is answered with an ack, so that the vehicle
   * does not send it again.
   *
   * @param txid what names the message; empty when absent or when there is no union slot
   * @param tag the union's tag, 0 to 255 but 4, which is a record; or {@link #NO_UNION}
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; handed on without a copy
  record NotARecord(byte[] txid, int tag) implements Envelope {

    /** The tag of an empty message, and of an envelope without the union slot. */
    public static final int NO_UNION = -1;
  }

  /**
   * A message in which an offset or a length leaves the message.
   *
   * @param reason which one, for the log
   */
  record Unreadable(String reason) implements Envelope {}
}
