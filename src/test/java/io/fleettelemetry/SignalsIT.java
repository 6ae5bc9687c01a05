package io.fleettelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.protocol.Answers;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged server as an operator's signals find it. */
class SignalsIT {

  private static final int KILLED_BY_TERM = 128 + 15;
  private static final int INT = 2;

  @TempDir Path dir;
  private FieldInstallation installation;

  @BeforeEach
  void install() throws IOException {
    installation = new FieldInstallation(dir);
  }

  @Test
  void hangupReloadsTheConfiguration() throws Exception {
    try (ServerProcess server = ServerProcess.start(dir)) {
      server.awaitReady(installation.statusPort);
      try (FakeVehicle vehicle = installation.connect()) {
        send(vehicle, "before");
        vehicle.expectAck("before");
        installation
            .with("\"log_level\": \"info\"", "\"log_level\": \"debug\"")
            .with("\"Message_Limit\": 1000", "\"Message_Limit\": 1")
            .with("\"tesla_telemetry\"", "\"other\", \"allowed_vins\": [\"SOMEBODY\"]");
        server.signal("HUP");
        server.awaitLine("\"restart_needed\"");
        JsonObject reloaded = new JsonObject(server.line("\"reloaded\""));
        assertEquals("signal", reloaded.getString("trigger"));
        assertEquals(
            List.of("access", "log_level", "rate_limit"),
            reloaded.getJsonArray("changed").stream().sorted().toList());
        JsonObject restart = new JsonObject(server.line("\"restart_needed\""));
        assertEquals(List.of("namespace"), restart.getJsonArray("keys").getList());
      }
      assertThrows(IOException.class, () -> installation.connect().receiveFrame());
      try (FakeVehicle vehicle = installation.connect("SOMEBODY")) {
        send(vehicle, "within");
        vehicle.expectAck("within");
        send(vehicle, "over");
        vehicle.expectError("over", Answers.RATE_LIMITED);
        server.awaitLine("\"level\":\"debug\"");
      }
      assertEquals(0, server.terminate(), server::output);
      LogLines.assertJson(server.output());
    }
  }

  private static void send(FakeVehicle vehicle, String txid) {
    vehicle.send(RecordBuilder.v().vin(FieldInstallation.VIN).txid(txid).message());
  }

  @Test
  void aHangupWithABrokenConfigurationChangesNothing() throws Exception {
    try (ServerProcess server = ServerProcess.start(dir)) {
      server.awaitReady(installation.statusPort);
      installation
          .with("\"Message_Limit\": 1000", "\"Message_Limit\": 0")
          .with("\"log_level\": \"info\"", "\"log_level\": \"error\"");
      server.signal("HUP");
      server.awaitLine("reload_failed");
      JsonObject failed = new JsonObject(server.line("reload_failed"));
      assertTrue(
          failed.getJsonArray("problems").getString(0).startsWith("rate_limit.message_limit: 0"),
          failed::encode);
      try (FakeVehicle vehicle = installation.connect()) {
        send(vehicle, "still here");
        vehicle.expectAck("still here");
      }
      String metrics = FieldInstallation.get(installation.metricsPort, "/metrics");
      assertTrue(metrics.contains("fleet_telemetry_reloads_total{outcome=\"failed\"} 1"), metrics);
      // A hangup that nobody sees any more does no harm either.
      server.signal("TERM");
      server.signal("HUP");
      assertEquals(0, server.awaitExit(), server::output);
      List<JsonObject> lines = LogLines.assertJson(server.output());
      assertEquals("stopped_server", lines.get(lines.size() - 1).getString("msg"));
    }
  }

  /** It would wait for the broker. */
  @Test
  void theSecondTerminationEndsItAtOnce() throws Exception {
    try (ServerProcess server = ServerProcess.start(dir)) {
      server.awaitReady(installation.statusPort);
      try (FakeVehicle vehicle = installation.connect()) {
        vehicle.send(
            RecordBuilder.alerts().vin(FieldInstallation.VIN).txid("never stored").message());
        send(vehicle, "after it");
        vehicle.expectAck("after it");
        server.signal("TERM");
        // Nobody is let in any more.
        Awaitility.await("the stop").until(this::isDraining);
        server.signal("TERM");
        assertEquals(KILLED_BY_TERM, server.awaitExit(), server::output);
      }
      List<String> lines = server.output().lines().toList();
      assertEquals(
          "fleet-telemetry: SIGTERM, the second signal; ended at once",
          lines.get(lines.size() - 1));
    }
  }

  private boolean isDraining() throws Exception {
    String ready = FieldInstallation.get(installation.statusPort, "/health/ready");
    return ready.toLowerCase(Locale.ROOT).contains("drain");
  }

  @Test
  void aHangupDuringTheStartIsAReloadThatFollowsIt() throws Exception {
    try (ServerProcess server = ServerProcess.start(dir)) {
      server.awaitLine("\"starting_server\"");
      server.signal("HUP");
      server.awaitReady(installation.statusPort);
      server.awaitLine("\"reloaded\"");
      assertEquals(0, server.terminate());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void oneSignalEndsItInOrder(String signal) throws Exception {
    try (ServerProcess server = ServerProcess.start(dir)) {
      server.awaitReady(installation.statusPort);
      server.signal(signal);
      if (signal.equals("INT") && server.ignores(INT)) {
        // Who started the tests ignores it: then it keeps that meaning, and the server goes on.
        try (FakeVehicle vehicle = installation.connect()) {
          send(vehicle, "on");
          vehicle.expectAck("on");
        }
        server.signal("TERM");
      }
      assertEquals(0, server.awaitExit(), server::output);
      server.line("stopped_server");
    }
  }

  @Test
  void aJvmThatKeepsTheSignalsToTheSystemServesAllTheSame() throws Exception {
    try (ServerProcess server = ServerProcess.startWith(dir, "-Xrs")) {
      server.awaitReady(installation.statusPort);
      assertEquals(KILLED_BY_TERM, server.terminate());
    }
  }
}
