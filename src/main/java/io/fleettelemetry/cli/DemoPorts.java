package io.fleettelemetry.cli;

import java.io.IOException;
import java.net.ServerSocket;

/**
 * The ports of the demonstration.
 *
 * @param vehicles where vehicles connect
 * @param status of the health pages
 * @param metrics of the metrics page
 */
record DemoPorts(int vehicles, int status, int metrics) {

  /** Those of the demonstration's configuration. */
  static final DemoPorts USUAL = new DemoPorts(8443, 8080, 9090);

  /** These ports, each that is taken replaced by a free one: a demonstration works at once. */
  DemoPorts orFree() throws IOException {
    try (ServerSocket first = bind(vehicles);
        ServerSocket second = bind(status);
        ServerSocket third = bind(metrics)) {
      return new DemoPorts(first.getLocalPort(), second.getLocalPort(), third.getLocalPort());
    }
  }

  private static ServerSocket bind(int port) throws IOException {
    try {
      return new ServerSocket(port);
    } catch (IOException taken) {
      return new ServerSocket(0);
    }
  }
}
