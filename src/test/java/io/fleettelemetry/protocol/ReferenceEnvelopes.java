package io.fleettelemetry.protocol;

import com.google.flatbuffers.FlatBufferBuilder;
import com.google.flatbuffers.Table;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Envelopes made and read by the FlatBuffers library, to compare ours with. */
final class ReferenceEnvelopes {

  private ReferenceEnvelopes() {}

  /** An ack as servers in the field build it. */
  static byte[] ack(byte[] txid, byte[] topic) {
    FlatBufferBuilder builder = new FlatBufferBuilder();
    int message = vector(builder, new byte[0]);
    return envelope(builder, txid, topic, 5, message);
  }

  /** A record as servers in the field build it, in which everything but the times is present. */
  static byte[] record(Fields fields) {
    FlatBufferBuilder builder = new FlatBufferBuilder();
    int senderId = vector(builder, fields.senderId);
    int payload = vector(builder, fields.payload);
    int deviceType = vector(builder, fields.deviceType);
    int deviceId = vector(builder, fields.deviceId);
    builder.startTable(6);
    builder.addInt(0, (int) fields.createdAt, 0);
    builder.addOffset(1, senderId, 0);
    builder.addOffset(2, payload, 0);
    builder.addOffset(3, deviceType, 0);
    builder.addOffset(4, deviceId, 0);
    int stream = builder.endTable();
    return envelope(builder, fields.txid, fields.topic, 4, stream);
  }

  private static byte[] envelope(
      FlatBufferBuilder builder, byte[] txid, byte[] topic, int tag, int message) {
    int txidVector = vector(builder, txid);
    int topicVector = vector(builder, topic);
    int messageId = vector(builder, new byte[0]);
    builder.startTable(5);
    builder.addOffset(0, txidVector, 0);
    builder.addOffset(1, topicVector, 0);
    builder.addByte(2, (byte) tag, 0);
    builder.addOffset(3, message, 0);
    builder.addOffset(4, messageId, 0);
    builder.finish(builder.endTable());
    return builder.sizedByteArray();
  }

  private static int vector(FlatBufferBuilder builder, byte[] bytes) {
    return builder.createString(ByteBuffer.wrap(bytes));
  }

  /** What a record's envelope carries. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Fields(
      byte[] txid,
      byte[] topic,
      byte[] senderId,
      byte[] payload,
      byte[] deviceType,
      byte[] deviceId,
      long createdAt) {}

  /** Reads with the library, which throws when it is led out of the message. */
  static final class Reader extends Table {

    private Reader(ByteBuffer bytes, int position) {
      __reset(position, bytes);
    }

    static Reader root(byte[] message) {
      ByteBuffer bytes = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
      return new Reader(bytes, bytes.getInt(0));
    }

    boolean has(int slot) {
      return __offset(slot) != 0;
    }

    int uint8(int slot) {
      return has(slot) ? bb.get(bb_pos + __offset(slot)) & 0xFF : 0;
    }

    long uint32(int slot) {
      return has(slot) ? bb.getInt(bb_pos + __offset(slot)) & 0xFFFF_FFFFL : 0;
    }

    byte[] bytes(int slot) {
      if (!has(slot)) {
        return new byte[0];
      }
      byte[] copy = new byte[__vector_len(__offset(slot))];
      bb.get(__vector(__offset(slot)), copy);
      return copy;
    }

    Reader table(int slot) {
      return new Reader(bb, __indirect(bb_pos + __offset(slot)));
    }
  }
}
