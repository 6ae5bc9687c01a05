package io.fleettelemetry.simulator;

import io.fleettelemetry.protocol.AnswerDecoder;
import io.fleettelemetry.protocol.ServerAnswer;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/** Takes what the server says to one connected vehicle. */
final class AnswerHandler extends SimpleChannelInboundHandler<WebSocketFrame> {

  private final SimulatedVehicle vehicle;
  private String endReason;

  /** When what is read in this turn came, or 0: the clock is asked once. */
  private long cameAt;

  AnswerHandler(SimulatedVehicle vehicle) {
    this.vehicle = vehicle;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
    if (frame instanceof BinaryWebSocketFrame) {
      answered(AnswerDecoder.decode(ByteBufUtil.getBytes(frame.content())));
    } else if (frame instanceof PingWebSocketFrame) {
      ctx.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
    } else if (frame instanceof CloseWebSocketFrame close) {
      closed(ctx, close);
    } else if (frame instanceof TextWebSocketFrame) {
      answered(new ServerAnswer.Unreadable("text message"));
    }
  }

  private void answered(ServerAnswer answer) {
    if (cameAt == 0) {
      cameAt = System.nanoTime();
    }
    vehicle.answered(answer, cameAt);
  }

  private void closed(ChannelHandlerContext ctx, CloseWebSocketFrame close) {
    ending(
        "closed by the server: "
            + (close.statusCode() < 0 ? "no code" : close.statusCode())
            + (close.reasonText().isEmpty() ? "" : " " + close.reasonText()));
    ctx.writeAndFlush(close.retain()).addListener(written -> ctx.close());
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    cameAt = 0;
    vehicle.pump(System.nanoTime());
    ctx.fireChannelReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable()) {
      vehicle.pump(System.nanoTime());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ending(FailureReason.of(cause));
    ctx.close();
  }

  /** The first reason is the one that tells. */
  private void ending(String reason) {
    if (endReason == null) {
      endReason = reason;
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    vehicle.disconnected(endReason == null ? FailureReason.CLOSED : endReason);
  }
}
