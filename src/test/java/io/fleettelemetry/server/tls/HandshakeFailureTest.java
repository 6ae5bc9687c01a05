package io.fleettelemetry.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

class HandshakeFailureTest {

  @Test
  void aConnectionThatBreaksWasClosedByTheClient() {
    HandshakeFailure closed = new HandshakeFailure("closed", "closed by the client");
    assertEquals(closed, HandshakeFailure.of(new ClosedChannelException()));
    assertEquals(closed, HandshakeFailure.of(new IOException("Connection reset by peer")));
  }

  @Test
  void aFaultOfTheServerIsNotTakenForTheClientsWill() {
    assertEquals(
        new HandshakeFailure("other", "IllegalStateException: no such algorithm"),
        HandshakeFailure.of(new IllegalStateException("no such algorithm")));
  }
}
