package io.fleettelemetry.simulator;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;

/** Upgrades a vehicle's connection, on any path, and makes way for {@link SinkHandler}. */
final class SinkUpgradeHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

  private static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

  private final SinkMeters meters;

  SinkUpgradeHandler(SinkMeters meters) {
    this.meters = meters;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
    WebSocketServerHandshaker handshaker =
        new WebSocketServerHandshakerFactory(
                "wss://sink" + request.uri(), null, false, MAX_MESSAGE_BYTES)
            .newHandshaker(request);
    if (handshaker == null) {
      refuse(ctx);
      return;
    }
    try {
      handshaker.handshake(ctx.channel(), request);
    } catch (WebSocketHandshakeException e) {
      refuse(ctx);
      return;
    }
    ctx.pipeline()
        .addBefore(ctx.name(), "messages", new WebSocketFrameAggregator(MAX_MESSAGE_BYTES));
    ctx.pipeline().replace(this, "acks", new SinkHandler(meters));
  }

  private static void refuse(ChannelHandlerContext ctx) {
    ctx.writeAndFlush(
            new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_REQUEST, Unpooled.EMPTY_BUFFER))
        .addListener(ChannelFutureListener.CLOSE);
  }

  /** A handshake that failed, or a client that left: its own affair. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
