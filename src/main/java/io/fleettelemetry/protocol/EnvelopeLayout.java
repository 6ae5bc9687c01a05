package io.fleettelemetry.protocol;

/**
 * Where the standard FlatBuffers builder puts the parts of an envelope, written front to back:
 *
 * <pre>
 *  0  offset of the root table
 *  6  its vtable
 * 20  the root table
 * 44  message_id, always empty
 * 52  topic, then txid, then the union's value
 * </pre>
 *
 * Vectors of bytes are laid out as strings: a length, the bytes, a zero, and zeros up to a multiple
 * of four.
 */
final class EnvelopeLayout {

  /** Bytes of a vector without elements. */
  static final int EMPTY_VECTOR = 8;

  private static final int VTABLE = 6;
  private static final int TABLE = 20;
  private static final int MESSAGE_ID_REFERENCE = 24;
  private static final int MESSAGE_REFERENCE = 28;
  private static final int TAG = 35;
  private static final int TOPIC_REFERENCE = 36;
  private static final int TXID_REFERENCE = 40;
  private static final int MESSAGE_ID_VECTOR = 44;
  private static final int TOPIC_VECTOR = 52;

  /** An envelope up to its topic, without tag and without what leads to union and txid. */
  private static final byte[] HEAD = head();

  private EnvelopeLayout() {}

  /** Bytes of a vector with so many elements. */
  static int vectorSize(int elements) {
    return 4 + ((elements + 4) & ~3);
  }

  /** Writes a vector; the array is zero beyond it. */
  static void putVector(byte[] target, int at, byte[] elements) {
    LittleEndian.putInt32(target, at, elements.length);
    System.arraycopy(elements, 0, target, at + 4, elements.length);
  }

  /** Writes at one place how far away another is. */
  static void putReference(byte[] target, int at, int referred) {
    LittleEndian.putInt32(target, at, referred - at);
  }

  /** Where the vector of txid starts, from the start of the envelope. */
  static int txidVector(byte[] topic) {
    return TOPIC_VECTOR + vectorSize(topic.length);
  }

  /** Writes everything before the union's value, and that it is to be found at {@code message}. */
  static void putEnvelope(byte[] target, byte[] txid, byte[] topic, int tag, int message) {
    System.arraycopy(HEAD, 0, target, 0, HEAD.length);
    int txidVector = txidVector(topic);
    target[TAG] = (byte) tag;
    putReference(target, MESSAGE_REFERENCE, message);
    putReference(target, TXID_REFERENCE, txidVector);
    putVector(target, TOPIC_VECTOR, topic);
    putVector(target, txidVector, txid);
  }

  private static byte[] head() {
    byte[] head = new byte[TOPIC_VECTOR];
    LittleEndian.putInt32(head, 0, TABLE);
    LittleEndian.putInt16(head, VTABLE, TABLE - VTABLE);
    LittleEndian.putInt16(head, VTABLE + 2, MESSAGE_ID_VECTOR - TABLE);
    LittleEndian.putInt16(head, VTABLE + EnvelopeSchema.TXID, TXID_REFERENCE - TABLE);
    LittleEndian.putInt16(head, VTABLE + EnvelopeSchema.TOPIC, TOPIC_REFERENCE - TABLE);
    LittleEndian.putInt16(head, VTABLE + EnvelopeSchema.MESSAGE_TYPE, TAG - TABLE);
    LittleEndian.putInt16(head, VTABLE + EnvelopeSchema.MESSAGE, MESSAGE_REFERENCE - TABLE);
    LittleEndian.putInt16(head, VTABLE + EnvelopeSchema.MESSAGE_ID, MESSAGE_ID_REFERENCE - TABLE);
    LittleEndian.putInt32(head, TABLE, TABLE - VTABLE);
    putReference(head, MESSAGE_ID_REFERENCE, MESSAGE_ID_VECTOR);
    putReference(head, TOPIC_REFERENCE, TOPIC_VECTOR);
    return head;
  }
}
