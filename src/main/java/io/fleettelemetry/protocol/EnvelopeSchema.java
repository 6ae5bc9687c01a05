package io.fleettelemetry.protocol;

/** The numbers of the envelope's schema: union tags and vtable slots. */
final class EnvelopeSchema {

  /** Union tag of {@code FlatbuffersStream}: a record, or an error answer. */
  static final int STREAM = 4;

  /** Union tag of {@code FlatbuffersStreamAck}. */
  static final int STREAM_ACK = 5;

  /** Slots of {@code FlatbuffersEnvelope}, as byte offsets into its vtable. */
  static final int TXID = 4;

  static final int TOPIC = 6;
  static final int MESSAGE_TYPE = 8;
  static final int MESSAGE = 10;
  static final int MESSAGE_ID = 12;

  /** Slots of {@code FlatbuffersStream}. */
  static final int CREATED_AT = 4;

  static final int SENDER_ID = 6;
  static final int PAYLOAD = 8;
  static final int DEVICE_TYPE = 10;
  static final int DEVICE_ID = 12;
  static final int DELIVERED_AT = 14;

  static final byte[] NO_BYTES = {};

  private EnvelopeSchema() {}
}
