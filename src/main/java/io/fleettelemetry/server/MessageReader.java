package io.fleettelemetry.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.vertx.core.internal.ContextInternal;
import java.util.List;

/**
 * Reads WebSocket frames (RFC 6455, 5.2) straight from the socket's bytes into messages. It takes
 * the place of the frame decoder behind TLS, so that three bounds hold which that one cannot give:
 * a paused connection reads nothing more, not even from what has arrived; a message that is too
 * long is skipped as it arrives instead of being kept; a ping counts only while the socket takes
 * data. Close frames go on to Vert.x, which closes.
 */
final class MessageReader extends ByteToMessageDecoder {

  /** A longer message is skipped and reported as oversized. */
  static final int MAX_KEPT_BYTES = 1_000_000;

  /** A longer message ends the connection. */
  static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

  private static final int PROTOCOL_ERROR = 1002;
  private static final int UNSUPPORTED_DATA = 1003;
  private static final int TOO_BIG = 1009;
  private static final int TRY_AGAIN_LATER = 1013;

  private final MessageListener listener;
  private final ContextInternal vertxContext;
  private final ScratchBuffer scratch;
  private final FrameHeader header = new FrameHeader();
  private final FrameMask mask = new FrameMask();
  private final PartialMessage partial;

  private ChannelHandlerContext context;
  private boolean paused;
  private boolean ended;

  /** Vert.x stumbles over a second close frame. */
  private boolean closeRead;

  /** Whether a message has begun whose last frame has not. */
  private boolean fragmented;

  /** Payload bytes of the current data frame that have not been read. */
  private long frameRemaining;

  private boolean inFrame;
  private boolean finalFrame;

  /** Length of the current message as far as its frames' headers have told. */
  private long messageLength;

  /**
   * A reader for one connection.
   *
   * @param vertxContext of the ingest instance
   * @param scratch shared by the connections of the ingest instance
   * @param assembly shared by the connections of the ingest instance
   */
  MessageReader(
      MessageListener listener,
      ContextInternal vertxContext,
      ScratchBuffer scratch,
      AssemblyBudget assembly) {
    this.listener = listener;
    this.vertxContext = vertxContext;
    this.scratch = scratch;
    this.partial = new PartialMessage(assembly, MAX_KEPT_BYTES, this::tooMuchUnfinished);
  }

  /** Reads nothing more until {@link #resume}; event loop only. */
  void pause() {
    paused = true;
    context.channel().config().setAutoRead(false);
  }

  /** Reads on, first what had arrived; event loop only. */
  void resume() {
    paused = false;
    context.channel().config().setAutoRead(true);
    if (actualReadableBytes() > 0) {
      // In a turn of its own: the caller may be in the middle of a read.
      context.executor().execute(this::readArrived);
    }
  }

  /** Reads no more messages; a close frame is still passed on. Event loop only. */
  void end() {
    ended = true;
    partial.release();
    if (paused && !context.isRemoved()) {
      resume();
    }
  }

  private void readArrived() {
    if (!context.isRemoved() && !paused) {
      try {
        channelRead(context, Unpooled.EMPTY_BUFFER);
      } catch (Exception e) {
        context.fireExceptionCaught(e);
      }
      channelReadComplete(context);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    partial.release();
  }

  /** Reads on the vehicle's Vert.x context, so that timers and messages stay on its event loop. */
  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    ContextInternal previous = vertxContext.beginDispatch();
    try {
      super.channelRead(ctx, message);
    } finally {
      vertxContext.endDispatch(previous);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    // Not the super class's: that one asks for more while auto-read is off.
    discardSomeReadBytes();
    listener.readComplete();
    ctx.fireChannelReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    listener.writabilityChanged(ctx.channel().isWritable());
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    try {
      boolean progress = true;
      while (!paused && progress) {
        progress = inFrame ? readPayload(in) : readHeader(in, out);
      }
    } catch (Throwable fault) {
      // An error too: Vert.x would close the connection without a word that anybody reads.
      failed(fault);
    }
  }

  /** Reads a frame's header, and the whole of a control frame. False when more bytes are needed. */
  private boolean readHeader(ByteBuf in, List<Object> out) {
    if (!header.peek(in)) {
      return false;
    }
    String broken = header.brokenRule(fragmented);
    if (broken != null) {
      // Where the next frame begins is not known any more.
      in.skipBytes(in.readableBytes());
      violation(PROTOCOL_ERROR, broken);
      return false;
    }
    long length = header.payloadLength();
    if (header.isControl() && in.readableBytes() < header.headerLength() + length) {
      return false;
    }
    mask.reset(header.maskKey());
    in.skipBytes(header.headerLength());
    if (header.isControl()) {
      control(header.opcode(), readControl(in, (int) length), out);
    } else {
      beginFrame(in, header.opcode(), header.isFinal(), length);
    }
    return true;
  }

  private byte[] readControl(ByteBuf in, int length) {
    byte[] payload = new byte[length];
    in.readBytes(payload);
    mask.apply(payload, 0, length);
    return payload;
  }

  private void control(int opcode, byte[] payload, List<Object> out) {
    if (opcode == FrameHeader.CLOSE && !closeRead) {
      closeRead = true;
      ended = true;
      listener.closeReceived();
      out.add(new CloseWebSocketFrame(true, 0, Unpooled.wrappedBuffer(payload)));
    } else if (opcode == FrameHeader.PING && context.channel().isWritable()) {
      listener.ping(payload);
    }
  }

  private void beginFrame(ByteBuf in, int opcode, boolean isFinal, long length) {
    if (opcode == FrameHeader.TEXT) {
      violation(UNSUPPORTED_DATA, "only binary messages are understood");
    }
    messageLength = opcode == FrameHeader.CONTINUATION ? messageLength + length : length;
    if (messageLength > MAX_MESSAGE_BYTES || messageLength < 0) {
      violation(TOO_BIG, "message is longer than " + MAX_MESSAGE_BYTES + " bytes");
    }
    boolean whole = isFinal && !fragmented && in.readableBytes() >= length;
    fragmented = !isFinal;
    if (whole && length <= MAX_KEPT_BYTES) {
      deliverFromScratch(in, (int) length);
      return;
    }
    inFrame = true;
    finalFrame = isFinal;
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

  /** Reads what has arrived of a data frame. False when more bytes are needed. */
  private boolean readPayload(ByteBuf in) {
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

  private void failed(Throwable fault) {
    partial.release();
    if (!ended) {
      ended = true;
      listener.failed(fault);
    }
  }

  /** Ends reading of messages; frames are skipped up to the vehicle's close frame. */
  private void violation(int closeCode, String reason) {
    partial.release();
    if (!ended) {
      ended = true;
      listener.violation(closeCode, reason);
    }
  }
}
