package io.fleettelemetry.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.impl.ShutdownEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a vehicle's socket: the closing handshake (RFC 6455, 7.1), whichever side begins it, a
 * connection that breaks, and a server that stops. The last handler of the pipeline; used on the
 * socket's event loop alone.
 */
final class ClosingHandshake extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(ClosingHandshake.class);

  private final ContextInternal vertxContext;
  private final Listener listener;
  private ChannelHandlerContext context;
  private boolean sent;
  private boolean received;
  private boolean gone;

  /**
   * For a socket that is open.
   *
   * @param vertxContext of the ingest instance, on which the listener is told
   */
  ClosingHandshake(ContextInternal vertxContext, Listener listener) {
    this.vertxContext = vertxContext;
    this.listener = listener;
  }

  /** Hears of the end of a socket, on its event loop. */
  interface Listener {

    /** The server wants to stop; closing is up to the listener. */
    void serverStops();

    /** The socket is gone. */
    void closed();
  }

  /**
   * Sends a close frame behind what was written; does nothing when one was sent before.
   *
   * @param code of RFC 6455, 7.4.1
   */
  void close(int code, String reason) {
    send(new CloseWebSocketFrame(code, reason));
  }

  private void send(CloseWebSocketFrame frame) {
    if (sent) {
      frame.release();
      return;
    }
    sent = true;
    context
        .writeAndFlush(frame)
        .addListener(
            (ChannelFutureListener)
                written -> {
                  if (received || !written.isSuccess()) {
                    written.channel().close();
                  }
                });
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    if (!ctx.channel().isActive()) {
      // It went during the upgrade, and nobody will say so again.
      ctx.executor().execute(this::gone);
    }
  }

  /** The reader before this one passes nothing on but a close frame. */
  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    CloseWebSocketFrame frame = (CloseWebSocketFrame) message;
    received = true;
    try {
      if (sent) {
        ctx.close();
      } else {
        send(answerTo(frame.content()));
      }
    } finally {
      frame.release();
    }
  }

  /** The same status, or that there is none where the vehicle's is not one that may be sent. */
  private static CloseWebSocketFrame answerTo(ByteBuf payload) {
    if (payload.readableBytes() >= Short.BYTES) {
      int status = payload.getUnsignedShort(payload.readerIndex());
      if (WebSocketCloseStatus.isValidStatusCode(status)) {
        return new CloseWebSocketFrame(status, "");
      }
    }
    return new CloseWebSocketFrame();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ShutdownEvent) {
      vertxContext.emit(stopping -> listener.serverStops());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    gone();
  }

  private void gone() {
    if (!gone) {
      gone = true;
      vertxContext.emit(end -> listener.closed());
    }
  }

  /** How a connection ends is normal life. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.atDebug().addKeyValue("error", cause.getMessage()).log("socket_error");
    ctx.close();
  }
}
