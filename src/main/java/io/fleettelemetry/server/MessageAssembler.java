package io.fleettelemetry.server;

import io.netty.buffer.ByteBuf;

/**
 * Makes messages from the data frames of one connection (RFC 6455, 5.4). What is too long is
 * skipped as it arrives instead of being kept.
 */
final class MessageAssembler {

  /** A longer message is skipped and reported as oversized. */
  static final int MAX_KEPT_BYTES = 1_000_000;

  /** A longer message ends the connection. */
  static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

  private static final int UNSUPPORTED_DATA = 1003;
  private static final int TOO_BIG = 1009;
  private static final int TRY_AGAIN_LATER = 1013;

  private final MessageListener listener;
  private final ScratchBuffer scratch;
  private final FrameMask mask = new FrameMask();
  private final PartialMessage partial;

  private boolean ended;

  /** Whether a message has begun whose last frame has not. */
  private boolean fragmented;

  /** Payload bytes of the current frame that have not been read. */
  private long frameRemaining;

  private boolean inFrame;
  private boolean finalFrame;

  /** Length of the current message as far as its frames' headers have told. */
  private long messageLength;

  /**
   * An assembler for one connection.
   *
   * @param scratch shared by the connections of the ingest instance
   * @param assembly shared by the connections of the ingest instance
   */
  MessageAssembler(MessageListener listener, ScratchBuffer scratch, AssemblyBudget assembly) {
    this.listener = listener;
    this.scratch = scratch;
    this.partial = new PartialMessage(assembly, MAX_KEPT_BYTES, this::tooMuchUnfinished);
  }

  /** Whether a frame's payload has not been read whole. */
  boolean isInFrame() {
    return inFrame;
  }

  /** Whether a message has begun whose last frame has not. */
  boolean isInMessage() {
    return fragmented;
  }

  /** Makes no more messages; frames are skipped. */
  void end() {
    ended = true;
    partial.release();
  }

  /** Ends with a rule that the vehicle broke; told once. */
  void violation(int closeCode, String reason) {
    if (!ended) {
      end();
      listener.violation(closeCode, reason);
    }
  }

  /** Ends with a fault of the server's own; told also after the end, since nobody else does. */
  void failed(Throwable fault) {
    end();
    listener.failed(fault);
  }

  /** Begins a frame whose header has been read. */
  void beginFrame(FrameHeader header, ByteBuf in) {
    long length = header.payloadLength();
    mask.reset(header.maskKey());
    if (header.opcode() == FrameHeader.TEXT) {
      violation(UNSUPPORTED_DATA, "only binary messages are understood");
    }
    messageLength = fragmented ? messageLength + length : length;
    if (messageLength > MAX_MESSAGE_BYTES || messageLength < 0) {
      violation(TOO_BIG, "message is longer than " + MAX_MESSAGE_BYTES + " bytes");
    }
    boolean whole = header.isFinal() && !fragmented && in.readableBytes() >= length;
    fragmented = !header.isFinal();
    if (whole && length <= MAX_KEPT_BYTES) {
      deliverFromScratch(in, (int) length);
      return;
    }
    inFrame = true;
    finalFrame = header.isFinal();
    frameRemaining = length;
  }

  /** The common case: the message is one frame that has arrived whole. */
  private void deliverFromScratch(ByteBuf in, int length) {
    byte[] buffer = scratch.ofAtLeast(length);
    in.readBytes(buffer, 0, length);
    mask.apply(buffer, 0, length);
    if (!ended) {
      listener.message(buffer, length);
    }
  }

  /** Reads what has arrived of a frame's payload. False when more bytes are needed. */
  boolean readPayload(ByteBuf in) {
    int available = (int) Math.min(frameRemaining, in.readableBytes());
    if (messageLength > MAX_KEPT_BYTES || ended) {
      partial.release();
      in.skipBytes(available);
    } else if (available > 0 && !partial.append(in, available, mask)) {
      tooMuchUnfinished();
      in.skipBytes(available);
    }
    frameRemaining -= available;
    if (frameRemaining > 0) {
      return false;
    }
    inFrame = false;
    if (finalFrame) {
      deliverPartial();
    }
    return true;
  }

  private void deliverPartial() {
    byte[] buffer = partial.buffer();
    int length = partial.length();
    partial.release();
    if (ended) {
      return;
    }
    if (messageLength > MAX_KEPT_BYTES) {
      listener.oversizedMessage(messageLength);
    } else {
      listener.message(buffer, length);
    }
  }

  private void tooMuchUnfinished() {
    violation(TRY_AGAIN_LATER, "too many unfinished messages at this server");
  }
}
