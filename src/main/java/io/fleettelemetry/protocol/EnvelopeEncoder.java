package io.fleettelemetry.protocol;

import java.nio.charset.StandardCharsets;

/**
 * Builds the envelope of a record, as a vehicle sends it: what is not set is an empty vector, a
 * creation time of 0 is absent. The bytes are those that the standard FlatBuffers builder makes.
 * Not thread-safe; may be used again for the next record.
 */
public final class EnvelopeEncoder {

  private static final int STREAM_VTABLE_SIZE = 14;

  /** Where the fields lie in the record's table; the creation time only when there is one. */
  private static final int DEVICE_ID_FIELD = 4;

  private static final int DEVICE_TYPE_FIELD = 8;
  private static final int PAYLOAD_FIELD = 12;
  private static final int SENDER_ID_FIELD = 16;
  private static final int CREATED_AT_FIELD = 20;

  private static final int MAX_TAG = 255;
  private static final long MAX_UINT32 = 0xFFFF_FFFFL;

  private byte[] txid = EnvelopeSchema.NO_BYTES;
  private byte[] topic = EnvelopeSchema.NO_BYTES;
  private byte[] senderId = EnvelopeSchema.NO_BYTES;
  private byte[] payload = EnvelopeSchema.NO_BYTES;
  private byte[] deviceType = EnvelopeSchema.NO_BYTES;
  private byte[] deviceId = EnvelopeSchema.NO_BYTES;
  private int messageType = EnvelopeSchema.STREAM;
  private long createdAtSeconds;

  /** What names the message; any bytes. */
  public EnvelopeEncoder txid(byte[] bytes) {
    txid = bytes;
    return this;
  }

  /** {@link #txid(byte[])} in UTF-8. */
  public EnvelopeEncoder txid(String text) {
    return txid(utf8(text));
  }

  /** The record type; any bytes. */
  public EnvelopeEncoder topic(byte[] bytes) {
    topic = bytes;
    return this;
  }

  /** {@link #topic(byte[])} in UTF-8. */
  public EnvelopeEncoder topic(String text) {
    return topic(utf8(text));
  }

  /** Who sends it: {@code clientType.deviceId} of the vehicle's certificate. */
  public EnvelopeEncoder senderId(String text) {
    senderId = utf8(text);
    return this;
  }

  /** The record itself. */
  public EnvelopeEncoder payload(byte[] bytes) {
    payload = bytes;
    return this;
  }

  /** What kind of device sends it, for example {@code vehicle_device}. */
  public EnvelopeEncoder deviceType(String text) {
    deviceType = utf8(text);
    return this;
  }

  /** The device id of the vehicle's certificate, its VIN. */
  public EnvelopeEncoder deviceId(String text) {
    deviceId = utf8(text);
    return this;
  }

  /**
   * When the record was made.
   *
   * @param epochSeconds 0 to 4,294,967,295
   * @throws IllegalArgumentException when it does not fit
   */
  public EnvelopeEncoder createdAt(long epochSeconds) {
    if (epochSeconds < 0 || epochSeconds > MAX_UINT32) {
      throw new IllegalArgumentException(
          "created_at " + epochSeconds + ": must be 0 to " + MAX_UINT32);
    }
    createdAtSeconds = epochSeconds;
    return this;
  }

  /**
   * The union's tag, to send what is no record.
   *
   * @param tag 0 to 255; 4, a record, when not set
   * @throws IllegalArgumentException when it does not fit
   */
  public EnvelopeEncoder messageType(int tag) {
    if (tag < 0 || tag > MAX_TAG) {
      throw new IllegalArgumentException("message_type " + tag + ": must be 0 to " + MAX_TAG);
    }
    messageType = tag;
    return this;
  }

  /** The whole message. */
  public byte[] encode() {
    int vtable = streamVtable();
    int stream = vtable + STREAM_VTABLE_SIZE;
    int deviceIdAt = stream + streamSize();
    int deviceTypeAt = deviceIdAt + EnvelopeLayout.vectorSize(deviceId.length);
    int payloadAt = deviceTypeAt + EnvelopeLayout.vectorSize(deviceType.length);
    int senderIdAt = payloadAt + EnvelopeLayout.vectorSize(payload.length);
    byte[] bytes = new byte[senderIdAt + EnvelopeLayout.vectorSize(senderId.length)];
    EnvelopeLayout.putEnvelope(bytes, txid, topic, messageType, stream);
    putStreamVtable(bytes, vtable);
    LittleEndian.putInt32(bytes, stream, STREAM_VTABLE_SIZE);
    putField(bytes, stream + DEVICE_ID_FIELD, deviceIdAt, deviceId);
    putField(bytes, stream + DEVICE_TYPE_FIELD, deviceTypeAt, deviceType);
    putField(bytes, stream + PAYLOAD_FIELD, payloadAt, payload);
    putField(bytes, stream + SENDER_ID_FIELD, senderIdAt, senderId);
    if (createdAtSeconds != 0) {
      LittleEndian.putInt32(bytes, stream + CREATED_AT_FIELD, (int) createdAtSeconds);
    }
    return bytes;
  }

  /** After txid and its zero, and so that the table that follows the vtable is aligned. */
  private int streamVtable() {
    int end = EnvelopeLayout.txidVector(topic) + 4 + txid.length + 1;
    return ((end + 1) & ~3) + 2;
  }

  private int streamSize() {
    return createdAtSeconds == 0 ? CREATED_AT_FIELD : CREATED_AT_FIELD + 4;
  }

  private void putStreamVtable(byte[] bytes, int at) {
    LittleEndian.putInt16(bytes, at, STREAM_VTABLE_SIZE);
    LittleEndian.putInt16(bytes, at + 2, streamSize());
    LittleEndian.putInt16(
        bytes, at + EnvelopeSchema.CREATED_AT, createdAtSeconds == 0 ? 0 : CREATED_AT_FIELD);
    LittleEndian.putInt16(bytes, at + EnvelopeSchema.SENDER_ID, SENDER_ID_FIELD);
    LittleEndian.putInt16(bytes, at + EnvelopeSchema.PAYLOAD, PAYLOAD_FIELD);
    LittleEndian.putInt16(bytes, at + EnvelopeSchema.DEVICE_TYPE, DEVICE_TYPE_FIELD);
    LittleEndian.putInt16(bytes, at + EnvelopeSchema.DEVICE_ID, DEVICE_ID_FIELD);
  }

  private static void putField(byte[] bytes, int field, int vector, byte[] elements) {
    EnvelopeLayout.putReference(bytes, field, vector);
    EnvelopeLayout.putVector(bytes, vector, elements);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
