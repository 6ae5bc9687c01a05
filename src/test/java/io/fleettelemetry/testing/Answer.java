package io.fleettelemetry.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What a server answered to a message, read by code of its own, so that a server's mistake is not
 * undone by the same mistake here.
 *
 * @param ack whether it is an ack, else an error
 * @param txid of the message that is answered; empty when the server could not read it
 * @param topic an ack's record type; empty in an error
 * @param payload an error's text; empty in an ack
 */
public record Answer(boolean ack, String txid, String topic, String payload) {

  private static final int TXID = 4;
  private static final int TOPIC = 6;
  private static final int TAG = 8;
  private static final int MESSAGE = 10;
  private static final int PAYLOAD = 8;
  private static final int STREAM_TAG = 4;
  private static final int ACK_TAG = 5;

  /**
   * Reads an envelope.
   *
   * @throws AssertionError when it is neither an ack nor an error
   */
  public static Answer parse(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    int root = in.getInt(0);
    int tag = in.get(field(in, root, TAG));
    String txid = text(in, root, TXID);
    String topic = text(in, root, TOPIC);
    if (tag == ACK_TAG) {
      return new Answer(true, txid, topic, "");
    }
    if (tag != STREAM_TAG) {
      throw new AssertionError("an answer of tag " + tag);
    }
    int slot = field(in, root, MESSAGE);
    return new Answer(false, txid, topic, text(in, slot + in.getInt(slot), PAYLOAD));
  }

  private static int field(ByteBuffer in, int table, int slot) {
    int offset = in.getShort(table - in.getInt(table) + slot);
    if (offset == 0) {
      throw new AssertionError("an answer without the field of slot " + slot);
    }
    return table + offset;
  }

  private static String text(ByteBuffer in, int table, int slot) {
    int field = field(in, table, slot);
    int vector = field + in.getInt(field);
    byte[] bytes = new byte[in.getInt(vector)];
    in.get(vector + Integer.BYTES, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
