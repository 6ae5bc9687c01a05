package io.fleettelemetry.dispatch.zmq;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.config.Problems;
import io.fleettelemetry.config.Problems.Problem;
import io.fleettelemetry.config.Section;
import io.fleettelemetry.dispatch.zmq.ZmqSettings.CurveFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZmqSettingsTest {

  private static final String ADDRESS_RULE =
      "must be tcp://HOST:PORT, HOST an address, an interface or *, PORT a number or *";

  private final Problems problems = new Problems();

  @TempDir Path directory;

  @Test
  void defaults() {
    assertEquals(
        new ZmqSettings(
            new Endpoint("*", "5284"), Optional.empty(), false, 1000, Duration.ofMillis(2500)),
        read(Map.of("addr", "tcp://*:5284")));
    assertProblems();
  }

  @Test
  void fullMapping() throws IOException {
    String server = file("server.json");
    String allowed = file("allowed.json");
    assertEquals(
        new ZmqSettings(
            new Endpoint("10.0.0.1", "99"),
            Optional.of(new CurveFiles(Path.of(server), Path.of(allowed))),
            true,
            7,
            Duration.ZERO),
        read(
            Map.of(
                "addr",
                "tcp://10.0.0.1:99",
                "server_key_json_path",
                server,
                "allowed_public_keys_json_path",
                allowed,
                "verbose",
                true,
                "send_hwm",
                7,
                "publish_timeout_ms",
                0)));
    assertProblems();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp://127.0.0.1:1",
        "tcp://eth0:65535",
        "tcp://*:*",
        "tcp://[::1]:0",
        "tcp://a-b.example:9"
      })
  void addresses(String address) {
    assertEquals(address, read(Map.of("addr", address)).endpoint().toString());
    assertProblems();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*:5284",
        "tcp://*",
        "tcp://*:65536",
        "tcp://:5284",
        "tcp://*:5284/x",
        "inproc://x",
        "udp://*:5284",
        "tcp://::1:5284"
      })
  void rejectedAddresses(String address) {
    read(Map.of("addr", address));
    assertProblems(new Problem("zmq.addr", '"' + address + '"', ADDRESS_RULE));
  }

  @Test
  void ipcIsNotAvailable() {
    read(Map.of("addr", "ipc:///tmp/zmq"));
    assertProblems(
        new Problem(
            "zmq.addr",
            "\"ipc:///tmp/zmq\"",
            ADDRESS_RULE + "; ipc is not available here: tcp://127.0.0.1:PORT is as private"));
  }

  @Test
  void theAddressIsRequired() {
    read(Map.of());
    assertProblems(new Problem("zmq.addr", "missing", "is required"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "send_hwm | 0 | must be a whole number from 1 to 1000000",
        "send_hwm | 1000001 | must be a whole number from 1 to 1000000",
        "publish_timeout_ms | -1 | must be a whole number from 0 to 2147483647 (millis)",
      })
  void rejectedNumbers(String key, int value, String rule) {
    read(Map.of("addr", "tcp://*:5284", key, value));
    assertProblems(new Problem("zmq." + key, Integer.toString(value), rule));
  }

  @Test
  void aServerKeyAloneWouldAdmitNobody() throws IOException {
    String server = file("server.json");
    read(Map.of("addr", "tcp://*:5284", "server_key_json_path", server));
    assertProblems(
        new Problem(
            "zmq.server_key_json_path",
            '"' + server + '"',
            "needs allowed_public_keys_json_path beside it, or nobody could subscribe"));
  }

  @Test
  void anAllowListAloneProtectsNothing() throws IOException {
    String allowed = file("allowed.json");
    read(
        Map.of(
            "addr",
            "tcp://*:5284",
            "server_key_json_path",
            "",
            "allowed_public_keys_json_path",
            allowed));
    assertProblems();
    assertEquals(
        List.of(
            new Problem(
                "zmq.allowed_public_keys_json_path",
                '"' + allowed + '"',
                "protects nothing without server_key_json_path: whoever reaches the port can"
                    + " subscribe")),
        problems.warnings());
  }

  private String file(String name) throws IOException {
    return Files.writeString(directory.resolve(name), "not looked into").toString();
  }

  private ZmqSettings read(Map<String, Object> values) {
    return ZmqSettings.read(Section.of("zmq", values, Map.of(), problems));
  }

  private void assertProblems(Problem... expected) {
    assertEquals(List.of(expected), problems.errors());
  }
}
