package io.fleettelemetry.simulator;

import io.fleettelemetry.protocol.Answers;
import io.fleettelemetry.protocol.Envelope;
import io.fleettelemetry.protocol.EnvelopeDecoder;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/** Acks what one vehicle sends, as the server does, without looking at payloads. */
final class SinkHandler extends SimpleChannelInboundHandler<WebSocketFrame> {

  private static final byte[] NO_BYTES = {};

  private final SinkMeters meters;

  SinkHandler(SinkMeters meters) {
    this.meters = meters;
  }

  /** A vehicle that leaves amid its upgrade is gone already when this is added. */
  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    meters.connected.increment();
    ctx.channel().closeFuture().addListener(closed -> meters.connected.decrement());
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
    if (frame instanceof BinaryWebSocketFrame) {
      byte[] answer = answer(ByteBufUtil.getBytes(frame.content()));
      ctx.write(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(answer)), ctx.voidPromise());
    } else if (frame instanceof PingWebSocketFrame) {
      ctx.write(new PongWebSocketFrame(frame.content().retain()));
    } else if (frame instanceof CloseWebSocketFrame) {
      ctx.writeAndFlush(frame.retain()).addListener(written -> ctx.close());
    }
  }

  private byte[] answer(byte[] message) {
    Envelope envelope = EnvelopeDecoder.decode(message, 0, message.length);
    if (envelope instanceof Envelope.Record record) {
      meters.records.increment();
      return Answers.ack(record.txid(), record.topic());
    }
    meters.others.increment();
    return envelope instanceof Envelope.NotARecord other
        ? Answers.ack(other.txid(), NO_BYTES)
        : Answers.error(NO_BYTES, Answers.INCORRECT_FORMAT);
  }

  /** What came in one turn is answered with one write. */
  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.flush();
  }

  /** A vehicle that does not read its acks is not read from. */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    ctx.channel().config().setAutoRead(ctx.channel().isWritable());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
