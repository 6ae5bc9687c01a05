package io.fleettelemetry.protocol;

import io.fleettelemetry.protocol.Envelope.NotARecord;
import io.fleettelemetry.protocol.Envelope.Unreadable;
import java.util.Objects;

/**
 * Reads messages from vehicles. Total: any bytes give an {@link Envelope}, nothing is thrown, and
 * no byte outside the message is read.
 */
public final class EnvelopeDecoder {

  private EnvelopeDecoder() {}

  /**
   * Decodes one message. The payload stays where it is; ids and topic are copied.
   *
   * @param buffer holds the message; must not change while a record of it is in use
   * @param offset where the message starts
   * @param length its bytes, 0 or more
   * @throws IndexOutOfBoundsException when offset and length do not lie in the array
   */
  public static Envelope decode(byte[] buffer, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (length == 0) {
      return new NotARecord(EnvelopeSchema.NO_BYTES, NotARecord.NO_UNION);
    }
    FlatMessage message = new FlatMessage(buffer, offset, length);
    Envelope envelope = envelope(message, buffer);
    return message.problem() == null ? envelope : new Unreadable(message.problem());
  }

  private static Envelope envelope(FlatMessage message, byte[] buffer) {
    FlatMessage.Table root = message.root();
    if (!root.has(EnvelopeSchema.MESSAGE)) {
      return new NotARecord(EnvelopeSchema.NO_BYTES, NotARecord.NO_UNION);
    }
    byte[] txid = message.copy(root.vector(EnvelopeSchema.TXID, "txid"));
    int topic = root.vector(EnvelopeSchema.TOPIC, "topic");
    root.vector(EnvelopeSchema.MESSAGE_ID, "message_id");
    int tag = root.uint8(EnvelopeSchema.MESSAGE_TYPE, "message_type");
    if (tag != EnvelopeSchema.STREAM) {
      root.reference(EnvelopeSchema.MESSAGE, "message");
      return new NotARecord(txid, tag);
    }
    FlatMessage.Table stream = root.table(EnvelopeSchema.MESSAGE, "message");
    return record(message, stream, buffer, txid, message.copy(topic));
  }

  private static Envelope.Record record(
      FlatMessage message, FlatMessage.Table stream, byte[] buffer, byte[] txid, byte[] topic) {
    long createdAt = stream.uint32(EnvelopeSchema.CREATED_AT, "created_at");
    int senderId = stream.vector(EnvelopeSchema.SENDER_ID, "sender_id");
    int payload = stream.vector(EnvelopeSchema.PAYLOAD, "payload");
    stream.vector(EnvelopeSchema.DEVICE_TYPE, "device_type");
    int deviceId = stream.vector(EnvelopeSchema.DEVICE_ID, "device_id");
    stream.field(EnvelopeSchema.DELIVERED_AT, Long.BYTES, "delivered_at_epoch_ms");
    return new Envelope.Record(
        txid,
        topic,
        message.copy(senderId),
        message.copy(deviceId),
        createdAt,
        buffer,
        message.vectorStart(payload),
        message.vectorLength(payload));
  }
}
