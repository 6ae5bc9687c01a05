package io.fleettelemetry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.testing.FreePorts;
import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class DemoPortsTest {

  @Test
  void aPortThatIsTakenIsReplaced() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      DemoPorts ports = new DemoPorts(taken.getLocalPort(), FreePorts.next(), 0).orFree();
      assertNotEquals(taken.getLocalPort(), ports.vehicles());
      assertTrue(ports.vehicles() > 0 && ports.status() > 0 && ports.metrics() > 0);
    }
  }

  @Test
  void freePortsStay() throws IOException {
    int port = FreePorts.next();
    assertEquals(port, new DemoPorts(port, 0, 0).orFree().vehicles());
  }
}
