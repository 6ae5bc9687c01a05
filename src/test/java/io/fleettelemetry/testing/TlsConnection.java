package io.fleettelemetry.testing;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * A TLS client connection on plain JDK sockets that reads only when it is asked to. One thread may
 * read while others write.
 */
final class TlsConnection implements AutoCloseable {

  private static final int FIRST_BUFFER = 16 * 1024;

  private final Socket tcp;
  private final SSLSocket tls;
  private final ReentrantLock writing = new ReentrantLock();
  private ByteBuffer in = ByteBuffer.allocate(FIRST_BUFFER).flip();

  private TlsConnection(Socket tcp, SSLSocket tls) {
    this.tcp = tcp;
    this.tls = tls;
  }

  /**
   * Connects and shakes hands. With TLS 1.3 a server's refusal of the client shows at the first
   * read only.
   *
   * @param receiveBuffer the size of the socket's receive buffer, 0 for the system's
   * @param protocols TLS versions, none for the JDK's
   */
  static TlsConnection open(
      InetSocketAddress address,
      SSLContext context,
      Duration timeLimit,
      int receiveBuffer,
      String... protocols)
      throws IOException {
    int limit = Math.toIntExact(timeLimit.toMillis());
    Socket tcp = new Socket();
    try {
      if (receiveBuffer > 0) {
        tcp.setReceiveBufferSize(receiveBuffer);
      }
      tcp.setTcpNoDelay(true);
      tcp.connect(address, limit);
      tcp.setSoTimeout(limit);
      SSLSocket tls =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(tcp, address.getHostString(), address.getPort(), true);
      if (protocols.length > 0) {
        tls.setEnabledProtocols(protocols);
      }
      tls.startHandshake();
      return new TlsConnection(tcp, tls);
    } catch (IOException | RuntimeException e) {
      tcp.close();
      throw e;
    }
  }

  /** What was read and not consumed yet, ready to be read. */
  ByteBuffer received() {
    return in;
  }

  /**
   * Waits for more bytes and appends them to {@link #received}.
   *
   * @param deadline in terms of {@link System#nanoTime}
   * @return whether any came in time
   * @throws EOFException when the server has closed the connection
   */
  boolean receiveMore(long deadline) throws IOException {
    long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    if (millis <= 0) {
      return false;
    }
    makeRoom();
    tls.setSoTimeout(Math.toIntExact(Math.min(millis, Integer.MAX_VALUE)));
    try {
      int count = tls.getInputStream().read(in.array(), in.limit(), in.capacity() - in.limit());
      if (count < 0) {
        throw new EOFException("the server closed the connection");
      }
      in.limit(in.limit() + count);
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  private void makeRoom() {
    if (in.limit() < in.capacity()) {
      return;
    }
    boolean full = in.remaining() > in.capacity() / 2;
    ByteBuffer roomier = ByteBuffer.allocate(full ? in.capacity() * 2 : in.capacity());
    in = roomier.put(in).flip();
  }

  /** Writes and blocks while the server does not read. */
  void write(byte[] bytes) throws IOException {
    writing.lock();
    try {
      tls.getOutputStream().write(bytes);
    } finally {
      writing.unlock();
    }
  }

  /** Writes, unless another thread is writing: then nothing is written. */
  void writeUnlessBusy(byte[] bytes) throws IOException {
    if (writing.tryLock()) {
      try {
        tls.getOutputStream().write(bytes);
      } finally {
        writing.unlock();
      }
    }
  }

  SSLSession session() {
    return tls.getSession();
  }

  /** Ends the connection with a TCP reset: no close_notify, nothing flushed. */
  void reset() throws IOException {
    tcp.setSoLinger(true, 0);
    tcp.close();
  }

  @Override
  public void close() throws IOException {
    tcp.close();
  }
}
