package io.fleettelemetry.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for processes that must be told one before they start. Thread-safe. */
public final class FreePorts {

  /** Below what systems give to outgoing connections, which would take the port of a server. */
  private static final int FIRST = 15_000;

  private static final int END = 32_000;

  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private FreePorts() {}

  /**
   * A port of the loopback address that is free now, that no outgoing connection takes while its
   * server is down, and that was not given before: the server of another one may not run yet.
   */
  public static int next() {
    while (true) {
      int candidate = ThreadLocalRandom.current().nextInt(FIRST, END);
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), candidate));
        if (GIVEN.add(candidate)) {
          return candidate;
        }
      } catch (IOException e) {
        // Taken: another one.
      }
    }
  }
}
