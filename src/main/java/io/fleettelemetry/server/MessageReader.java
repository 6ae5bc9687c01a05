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
 * data. A close frame goes on to {@link ClosingHandshake}.
 */
final class MessageReader extends ByteToMessageDecoder {

  private static final int PROTOCOL_ERROR = 1002;

  private final MessageListener listener;
  private final ContextInternal vertxContext;
  private final MessageAssembler messages;
  private final FrameHeader header = new FrameHeader();

  private ChannelHandlerContext context;
  private boolean paused = true;

  /** Nothing counts behind a close frame, another one neither. */
  private boolean closeRead;

  /**
   * A reader for one connection, which reads nothing before {@link #resume}.
   *
   * @param vertxContext of the ingest instance
   * @param messages tells the same listener
   */
  MessageReader(MessageListener listener, ContextInternal vertxContext, MessageAssembler messages) {
    this.listener = listener;
    this.vertxContext = vertxContext;
    this.messages = messages;
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
    messages.end();
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
    messages.end();
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
        progress = messages.isInFrame() ? messages.readPayload(in) : readHeader(in, out);
      }
    } catch (Throwable fault) {
      // An error too: the pipeline would close the connection without a word that anybody reads.
      messages.failed(fault);
    }
  }

  /** Reads a frame's header, and the whole of a control frame. False when more bytes are needed. */
  private boolean readHeader(ByteBuf in, List<Object> out) {
    if (!header.peek(in)) {
      return false;
    }
    String broken = header.brokenRule(messages.isInMessage());
    if (broken != null) {
      // Where the next frame begins is not known any more.
      in.skipBytes(in.readableBytes());
      messages.violation(PROTOCOL_ERROR, broken);
      return false;
    }
    long length = header.payloadLength();
    if (header.isControl() && in.readableBytes() < header.headerLength() + length) {
      return false;
    }
    in.skipBytes(header.headerLength());
    if (header.isControl()) {
      control(header.opcode(), readControl(in, (int) length), out);
    } else {
      messages.beginFrame(header, in);
    }
    return true;
  }

  private byte[] readControl(ByteBuf in, int length) {
    byte[] payload = new byte[length];
    in.readBytes(payload);
    FrameMask mask = new FrameMask();
    mask.reset(header.maskKey());
    mask.apply(payload, 0, length);
    return payload;
  }

  private void control(int opcode, byte[] payload, List<Object> out) {
    if (opcode == FrameHeader.CLOSE && !closeRead) {
      closeRead = true;
      messages.end();
      listener.closeReceived();
      out.add(new CloseWebSocketFrame(true, 0, Unpooled.wrappedBuffer(payload)));
    } else if (opcode == FrameHeader.PING && context.channel().isWritable()) {
      listener.ping(payload);
    }
  }
}
