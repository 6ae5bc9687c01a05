package io.fleettelemetry.testing;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** What tests expect of bare sockets, TLS or not, which have a read time-out. */
public final class SocketAssertions {

  private static final int BUFFER = 8192;

  private SocketAssertions() {}

  /**
   * Reads to the end, be it clean or a reset, past a response or a TLS alert. A socket whose
   * handshake has not begun begins it here, and its failure is an end as well. A read that times
   * out fails: a socket that stays open must not pass for one that was closed.
   */
  public static void assertEnds(Socket socket) {
    byte[] buffer = new byte[BUFFER];
    try {
      while (socket.getInputStream().read(buffer) >= 0) {
        // what is under way before the end
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the connection is not closed", e);
    } catch (IOException e) {
      // a reset
    }
  }
}
