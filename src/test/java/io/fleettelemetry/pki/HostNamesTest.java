package io.fleettelemetry.pki;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "telemetry.example.com",
        "*.example.com",
        "xn--bcher-kva.example",
        "fleet_telemetry",
        "4ever.example",
        "127.0.0.1",
        "0.0.0.0",
        "::1",
        "2001:db8::17",
        "::ffff:10.0.0.1"
      })
  void takes(String name) {
    assertTrue(HostNames.isValid(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "a,b",
        "-a.example",
        "a-.example",
        "a..b",
        ".a",
        "a.",
        "*",
        "a.*.example",
        "b\u00fccher.example",
        "https://localhost",
        "localhost:443",
        "127.0.0.256",
        "127.0.1",
        "10.0.0.0/8",
        "::g",
        "fe80::1%eth0",
        "[::1]",
        "a\nb"
      })
  void refuses(String name) {
    assertFalse(HostNames.isValid(name));
  }

  @Test
  void labelsAndNamesHaveALimit() {
    String label = "a".repeat(63);
    assertTrue(HostNames.isValid(label));
    assertFalse(HostNames.isValid(label + "a"));
    String long253 = (label + ".").repeat(3) + "b".repeat(61);
    assertTrue(HostNames.isValid(long253));
    assertFalse(HostNames.isValid(long253 + "b"));
  }
}
