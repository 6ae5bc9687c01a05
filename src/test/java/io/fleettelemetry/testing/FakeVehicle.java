package io.fleettelemetry.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;

/**
 * A vehicle that is connected, on plain JDK sockets, so that nothing of it is shared with the
 * server. Does what it is told to, valid or not, and reads only when asked to. Every call blocks,
 * within the time limit it was built with. One thread may receive while others send.
 *
 * <p>An I/O error, the server's end of the connection included, is an {@link UncheckedIOException};
 * what comes too late or is not what was expected is an {@link AssertionError}.
 */
public final class FakeVehicle implements AutoCloseable {

  private static final int NORMAL_CLOSURE = 1000;

  private final TlsConnection connection;
  private final Duration timeLimit;
  private volatile boolean closing;

  FakeVehicle(TlsConnection connection, Duration timeLimit) {
    this.connection = connection;
    this.timeLimit = timeLimit;
  }

  /** Describes a connection to {@code localhost}. */
  public static FakeVehicleBuilder at(int port, SSLContext tls) {
    return new FakeVehicleBuilder(port, tls);
  }

  /** Sends a binary message in one frame. */
  public void send(byte[] message) {
    sendFrame(true, Frame.BINARY, message);
  }

  /** Sends a binary message in this many frames of about the same size. */
  public void sendInFragments(byte[] message, int count) {
    byte[][] fragments = new byte[count][];
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) message.length * i / count);
      int to = (int) ((long) message.length * (i + 1) / count);
      fragments[i] = Arrays.copyOfRange(message, from, to);
    }
    sendFragments(fragments);
  }

  /** Sends a binary message in exactly these frames, any of which may be empty. */
  public void sendFragments(byte[]... fragments) {
    for (int i = 0; i < fragments.length; i++) {
      sendFrame(
          i == fragments.length - 1, i == 0 ? Frame.BINARY : Frame.CONTINUATION, fragments[i]);
    }
  }

  /** Sends any frame, also one that makes no sense where it stands. */
  public void sendFrame(boolean fin, int opcode, byte[] payload) {
    sendRaw(new Frame(fin, opcode, payload).masked());
  }

  /** Sends bytes in place of frames: half a frame, or none at all. */
  public void sendRaw(byte[] bytes) {
    try {
      connection.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Sends a frame again and again, and blocks while the server does not read: how a test fills what
   * lies between a server and a vehicle that takes nothing. Returns when the connection has ended.
   */
  public void sendUntilItsEnd(int opcode, byte[] payload) {
    try {
      while (true) {
        sendFrame(true, opcode, payload);
      }
    } catch (UncheckedIOException e) {
      // closed
    }
  }

  /**
   * Receives the next frame of any kind. A ping or close is answered, as any client does, unless
   * another thread is sending just then.
   *
   * @param limit how long to wait
   * @return empty when none came in time
   */
  public Optional<Frame> pollFrame(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      Optional<Frame> frame = Frame.parse(connection.received());
      while (frame.isEmpty() && connection.receiveMore(deadline)) {
        frame = Frame.parse(connection.received());
      }
      if (frame.isPresent()) {
        respond(frame.get());
      }
      return frame;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void respond(Frame frame) throws IOException {
    if (frame.opcode() == Frame.PING) {
      connection.writeUnlessBusy(new Frame(true, Frame.PONG, frame.payload()).masked());
    } else if (frame.opcode() == Frame.CLOSE && !closing) {
      closing = true;
      connection.writeUnlessBusy(frame.masked());
    }
  }

  /** Receives the next frame of any kind. */
  public Frame receiveFrame() {
    return pollFrame(timeLimit).orElseThrow(() -> tooLate("a frame"));
  }

  /**
   * Receives the next binary message, past pings and pongs.
   *
   * @param limit how long to wait
   * @return empty when none came in time
   */
  public Optional<byte[]> poll(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<Frame> frame = pollFrame(Duration.ofNanos(deadline - System.nanoTime()));
      if (frame.isEmpty()) {
        return Optional.empty();
      }
      int opcode = frame.get().opcode();
      if (opcode == Frame.BINARY && frame.get().fin()) {
        return Optional.of(frame.get().payload());
      }
      if (opcode != Frame.PING && opcode != Frame.PONG) {
        throw new AssertionError("no answer but " + frame.get());
      }
    }
  }

  /** Receives the next binary message, past pings and pongs. */
  public byte[] receive() {
    return poll(timeLimit).orElseThrow(() -> tooLate("an answer"));
  }

  /** Receives the next binary message and reads it. */
  public Answer receiveAnswer() {
    return Answer.parse(receive());
  }

  /** Receives the ack of this message; any other answer fails. */
  public void expectAck(String txid) {
    Answer answer = receiveAnswer();
    if (!answer.ack() || !answer.txid().equals(txid)) {
      throw new AssertionError("no ack of " + txid + " but " + answer);
    }
  }

  /**
   * Sends a {@link RecordBuilder#numbered} record and receives its ack, which shows that the
   * vehicle is served. Any other answer fails.
   */
  public void exchange(String vin, int number) {
    send(RecordBuilder.numbered(vin, number).message());
    expectAck(RecordBuilder.numberedTxid(vin, number));
  }

  /** Receives this error; any other answer fails. */
  public void expectError(String txid, String payload) {
    Answer expected = new Answer(false, txid, "", payload);
    Answer answer = receiveAnswer();
    if (!answer.equals(expected)) {
      throw new AssertionError("not " + expected + " but " + answer);
    }
  }

  /** Receives, past answers, pings and pongs, a close frame of this code. */
  public void expectClose(int code) {
    Frame frame = receiveFrame();
    while (frame.opcode() != Frame.CLOSE) {
      frame = receiveFrame();
    }
    if (frame.closeCode() != code) {
      throw new AssertionError("close code " + frame.closeCode() + ", not " + code);
    }
  }

  /** Receives, past whatever comes, the end of the connection, be it clean or a reset. */
  public void expectEnd() {
    long deadline = System.nanoTime() + timeLimit.toNanos();
    try {
      while (pollFrame(Duration.ofNanos(deadline - System.nanoTime())).isPresent()) {
        // what is under way before the end
      }
    } catch (UncheckedIOException e) {
      return;
    }
    throw tooLate("the end of the connection");
  }

  /**
   * Sends a ping and receives its pong, past pings: by then the server serves the vehicle, which it
   * does only a moment after it has confirmed the upgrade.
   */
  public void awaitServed() {
    sendFrame(true, Frame.PING, new byte[0]);
    Frame frame = receiveFrame();
    while (frame.opcode() == Frame.PING) {
      frame = receiveFrame();
    }
    if (frame.opcode() != Frame.PONG) {
      throw new AssertionError("no pong but " + frame);
    }
  }

  /** The TLS session, resumed or new. */
  public SSLSession session() {
    return connection.session();
  }

  /** Says goodbye as RFC 6455 wants it and waits for the server's goodbye. */
  public void closeCleanly() {
    closing = true;
    sendRaw(Frame.close(NORMAL_CLOSURE).masked());
    expectClose(NORMAL_CLOSURE);
    close();
  }

  /** Vanishes with a TCP reset. */
  public void reset() {
    try {
      connection.reset();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Leaves at once, without a goodbye: a FIN is all that the server sees. */
  @Override
  public void close() {
    try {
      connection.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private AssertionError tooLate(String what) {
    return new AssertionError(what + " did not come within " + timeLimit);
  }
}
