package io.fleettelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.ServerProcess;
import io.vertx.core.json.JsonObject;
import io.vertx.launcher.application.VertxApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as a verticle of the packaged jar, started by the Vert.x launcher. */
class MainVerticleIT {

  private static final int TERMINATED = 128 + 15;

  @TempDir Path dir;
  private FieldInstallation installation;

  @BeforeEach
  void install() throws IOException {
    installation = new FieldInstallation(dir);
  }

  private ServerProcess start() throws IOException {
    return ServerProcess.startClass(
        dir,
        VertxApplication.class.getName(),
        MainVerticle.class.getName(),
        "-conf",
        installation.config().toString());
  }

  @Test
  void servesWarnsOfWhatIsLostAndStopsInOrder() throws Exception {
    Files.writeString(dir.resolve("denied.txt"), "VIN-1\n\"VIN-2\",\n");
    installation.with("\"PORT\"", "\"denied_vins_file\": \"denied.txt\", \"PORT\"");
    try (ServerProcess server = start()) {
      server.awaitReady(installation.statusPort);
      try (FakeVehicle vehicle = installation.connect()) {
        vehicle.send(RecordBuilder.v().vin(FieldInstallation.VIN).txid("hosted").message());
        vehicle.expectAck("hosted");
        assertEquals(TERMINATED, server.terminate());
      }
      List<JsonObject> lines = LogLines.assertJson(server.output());
      assertTrue(server.line("native transport").contains("foreign_vertx"));
      assertTrue(server.line("thread pools").contains("foreign_vertx"));
      assertTrue(server.line("must hold a VIN a line").contains("denied_vins_file"));
      assertFalse(server.output().contains("stop_error"), server::output);
      assertEquals("stopped_server", lines.get(lines.size() - 1).getString("msg"));
    }
  }

  @Test
  void aConfigurationThatIsWrongEndsTheProcess() throws Exception {
    Files.writeString(installation.config(), "{\"port\": \"x\"}");
    try (ServerProcess server = start()) {
      assertTrue(server.awaitExit() > 0, server::output);
      assertTrue(server.line("port").contains("port"));
      assertFalse(server.output().contains("_server_configured"), server::output);
    }
  }
}
