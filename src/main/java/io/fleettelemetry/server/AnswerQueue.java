package io.fleettelemetry.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;

/**
 * The answers of one connection that are due, pings and pongs among them. They are written as
 * WebSocket frames (RFC 6455, 5.2) into one buffer, which leaves with one write and one flush. Used
 * on the socket's event loop alone; bounded by the connection's window.
 */
final class AnswerQueue {

  private static final int FINAL_BINARY = 0x82;
  private static final int FINAL_PING = 0x89;
  private static final int FINAL_PONG = 0x8a;

  private final ChannelHandlerContext socket;
  private final Listener listener;
  private ByteBuf due;
  private int count;
  private int messageBytes;

  /**
   * Nothing due.
   *
   * @param socket where frames are written, behind TLS
   */
  AnswerQueue(ChannelHandlerContext socket, Listener listener) {
    this.socket = socket;
    this.listener = listener;
  }

  /**
   * Makes an answer due.
   *
   * @param forMessageBytes length of the message that it answers, given back when it is flushed
   * @return whether it is the first that is due since the last flush
   */
  boolean add(byte[] answer, int forMessageBytes) {
    boolean first = begin();
    due.writeByte(FINAL_BINARY);
    if (answer.length < 126) {
      due.writeByte(answer.length);
    } else if (answer.length <= 0xffff) {
      due.writeByte(126).writeShort(answer.length);
    } else {
      due.writeByte(127).writeLong(answer.length);
    }
    due.writeBytes(answer);
    count++;
    messageBytes += forMessageBytes;
    return first;
  }

  /**
   * Makes the answer to a ping due.
   *
   * @param payload the ping's, 125 bytes at most
   * @return as {@link #add}
   */
  boolean addPong(byte[] payload) {
    boolean first = begin();
    due.writeByte(FINAL_PONG).writeByte(payload.length).writeBytes(payload);
    return first;
  }

  /**
   * Makes a ping due, without a payload.
   *
   * @return as {@link #add}
   */
  boolean addPing() {
    boolean first = begin();
    due.writeByte(FINAL_PING).writeByte(0);
    return first;
  }

  private boolean begin() {
    if (due != null) {
      return false;
    }
    due = socket.alloc().buffer();
    return true;
  }

  /** Writes what is due. */
  void flush() {
    if (due == null) {
      return;
    }
    ByteBuf frames = due;
    int flushedCount = count;
    int flushedBytes = messageBytes;
    due = null;
    count = 0;
    messageBytes = 0;
    ChannelFuture written = socket.writeAndFlush(frames);
    written.addListener(
        (ChannelFutureListener)
            f -> listener.answersFlushed(flushedCount, flushedBytes, f.isSuccess()));
  }

  /**
   * Forgets what is due; for a socket that is gone.
   *
   * @return how many answers that were
   */
  int discard() {
    int discarded = count;
    if (due != null) {
      due.release();
      due = null;
    }
    count = 0;
    return discarded;
  }

  /** Hears when answers have left. */
  @FunctionalInterface
  interface Listener {

    /**
     * Answers have been handed to the operating system, or never will be.
     *
     * @param messageBytes length of the messages that they answer
     */
    void answersFlushed(int count, int messageBytes, boolean success);
  }
}
