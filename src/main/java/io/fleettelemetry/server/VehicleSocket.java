package io.fleettelemetry.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.net.impl.VertxHandler;
import javax.net.ssl.SSLSession;

/**
 * A vehicle's socket after the upgrade, which Vert.x did: from here on the pipeline is ours, and
 * Vert.x's objects for the request and the WebSocket, which take more memory than all of ours, can
 * go. Used on the socket's event loop alone.
 */
final class VehicleSocket {

  /** How long a peer usually has for the closing handshake. */
  static final long CLOSE_MILLIS = 10_000;

  private final Vertx vertx;
  private ChannelPipeline pipeline;
  private MessageReader reader;
  private AnswerQueue answers;
  private ClosingHandshake closing;

  VehicleSocket(Vertx vertx, ServerWebSocket webSocket) {
    this.vertx = vertx;
    this.pipeline = ((WebSocketInternal) webSocket).channelHandlerContext().pipeline();
  }

  /** Begins to read messages. */
  void open(
      Ingest ingest,
      MessageListener messages,
      AnswerQueue.Listener flushed,
      ClosingHandshake.Listener end) {
    // From here a frame goes towards the socket and meets TLS next, not HTTP's encoder.
    ChannelHandlerContext frames = pipeline.context(WebSocket13FrameEncoder.class);
    answers = new AnswerQueue(frames, flushed);
    reader = ingest.reader(messages);
    closing = ingest.closingHandshake(end);
    leaveVertx();
    pipeline.addLast("closing", closing);
    pipeline.replace(WebSocket13FrameDecoder.class, "messages", reader);
  }

  /** For Vert.x, which counts connections, this one ends here. */
  private void leaveVertx() {
    ChannelHandlerContext context = pipeline.context(VertxHandler.class);
    ((VertxHandler<?>) context.handler()).channelInactive(context);
    pipeline.remove(context.handler());
  }

  AnswerQueue answers() {
    return answers;
  }

  void pause() {
    reader.pause();
  }

  void resume() {
    reader.resume();
  }

  /** The TLS session, with the client's certificates. */
  SSLSession session() {
    return pipeline.get(SslHandler.class).engine().getSession();
  }

  /** Whether the socket takes data. */
  boolean isWritable() {
    return pipeline.channel().isWritable();
  }

  /** Reads no more messages; a close frame is still read. */
  void endReading() {
    reader.end();
  }

  /** Closes without reading a message. */
  void refuse(Ingest ingest, int code, String reason) {
    ClosingHandshake.Listener end =
        new ClosingHandshake.Listener() {
          @Override
          public void serverStops() {
            endWithin(ingest.goodbyeMillis());
          }

          @Override
          public void closed() {}
        };
    open(ingest, MessageListener.DEAF, (count, bytes, success) -> {}, end);
    reader.end();
    close(code, reason);
    endWithin(ingest.isStopping() ? ingest.goodbyeMillis() : CLOSE_MILLIS);
  }

  /**
   * Sends a close frame behind what was written.
   *
   * @param code of RFC 6455, 7.4.1
   */
  void close(int code, String reason) {
    closing.close(code, reason);
  }

  /** Cuts the connection off when its closing handshake, whoever began it, takes longer. */
  void endWithin(long limitMillis) {
    Channel channel = pipeline.channel();
    long timer = vertx.setTimer(limitMillis, id -> cutOff(channel));
    channel.closeFuture().addListener(closed -> vertx.cancelTimer(timer));
  }

  /** Ends the connection at once; what was written may still leave. */
  void cutOff() {
    cutOff(pipeline.channel());
  }

  /**
   * The socket is gone. Keeps nothing of it: records in flight may hold its connection for long.
   */
  void closed() {
    answers = null;
    reader = null;
    closing = null;
    pipeline = null;
  }

  /** A close through the pipeline would wait for TLS's own goodbye, which a peer can hold back. */
  private static void cutOff(Channel channel) {
    channel.unsafe().close(channel.voidPromise());
  }
}
