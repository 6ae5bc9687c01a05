package io.fleettelemetry.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SourcesTest {

  private static InetAddress address(String text) throws Exception {
    return InetAddress.getByName(text);
  }

  private static String host(Sources sources, int vehicle) {
    return sources.of(vehicle).orElseThrow().getAddress().getHostAddress();
  }

  @Test
  void theSystemsForAFleetThatFits() throws Exception {
    assertTrue(Sources.of(List.of(), address("127.0.0.1"), 25_000).of(0).isEmpty());
    assertTrue(Sources.of(List.of(), address("192.0.2.1"), 100_000).of(0).isEmpty());
    assertTrue(Sources.of(List.of(), address("::1"), 100_000).of(0).isEmpty());
  }

  @Test
  void asManyOfLoopbackAsALargeFleetNeeds() throws Exception {
    Sources sources = Sources.of(List.of(), address("127.0.0.1"), 60_000);
    assertEquals(
        List.of("127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.1"),
        IntStream.range(0, 4).mapToObj(i -> host(sources, i)).toList());
  }

  @Test
  void thoseGivenInTurn() throws Exception {
    Sources sources =
        Sources.of(List.of(address("127.0.0.8"), address("127.0.0.9")), address("127.0.0.1"), 3);
    assertEquals("127.0.0.8", host(sources, 0));
    assertEquals("127.0.0.9", host(sources, 1));
    assertEquals("127.0.0.8", host(sources, 2));
  }
}
