package io.fleettelemetry.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;

/**
 * A WebSocket of Vert.x with our own reading and writing of messages in its pipeline; the upgrade
 * before and the closing handshake stay with Vert.x. Used on the socket's event loop alone.
 */
final class VehicleSocket {

  /** How long a peer usually has for the closing handshake. */
  static final long CLOSE_MILLIS = 10_000;

  private final Vertx vertx;
  private ServerWebSocket webSocket;
  private ChannelPipeline pipeline;
  private MessageReader reader;
  private AnswerQueue answers;

  VehicleSocket(Vertx vertx, ServerWebSocket webSocket) {
    this.vertx = vertx;
    this.webSocket = webSocket;
    this.pipeline = ((WebSocketInternal) webSocket).channelHandlerContext().pipeline();
  }

  /** Begins to read messages. */
  void open(Ingest ingest, MessageListener messages, AnswerQueue.Listener flushed) {
    // From here a frame goes towards the socket and meets TLS next, not HTTP's encoder.
    ChannelHandlerContext frames = pipeline.context(WebSocket13FrameEncoder.class);
    answers = new AnswerQueue(frames, flushed);
    reader = ingest.reader(messages);
    pipeline.replace(WebSocket13FrameDecoder.class, "messages", reader);
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

  /** Hears when the server wants to stop; then it is for the listener to close. */
  void onServerStop(Runnable listener) {
    webSocket.shutdownHandler(stopping -> listener.run());
  }

  /** Reads no more messages; from now on the socket can be closed, by either side. */
  void endReading() {
    reader.end();
    if (!webSocket.isClosed()) {
      // With a handler Vert.x leaves every close to it, the answer to a close frame included.
      webSocket.shutdownHandler(null);
    }
  }

  /** Closes without reading a message. */
  void refuse(Ingest ingest, int code, String reason) {
    open(ingest, MessageListener.DEAF, (count, bytes, success) -> {});
    reader.end();
    close(code, reason);
    endWithin(CLOSE_MILLIS);
  }

  /**
   * Sends a close frame behind what was written.
   *
   * @param code of RFC 6455, 7.4.1
   */
  void close(int code, String reason) {
    webSocket.close((short) code, reason);
  }

  /** Cuts the connection off when its closing handshake, whoever began it, takes longer. */
  void endWithin(long limitMillis) {
    Channel channel = pipeline.channel();
    long timer = vertx.setTimer(limitMillis, id -> cutOff(channel));
    channel.closeFuture().addListener(closed -> vertx.cancelTimer(timer));
  }

  /**
   * The socket is gone. Keeps nothing of it: records in flight may hold its connection for long.
   */
  void closed() {
    answers = null;
    reader = null;
    webSocket = null;
    pipeline = null;
  }

  /**
   * A close that goes through the pipeline waits there for the close frame, which a peer that does
   * not read holds back for ever.
   */
  private static void cutOff(Channel channel) {
    channel.unsafe().close(channel.voidPromise());
  }
}
