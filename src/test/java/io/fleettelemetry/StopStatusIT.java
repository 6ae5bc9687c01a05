package io.fleettelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.Frame;
import io.fleettelemetry.testing.KafkaBroker;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With which status and last line the packaged jar ends, with a broker and without one. */
@Timeout(180)
class StopStatusIT {

  private static final int RECORDS = 3;
  private static final String RECORDS_OF_THE_FIELD =
      "\"records\": { \"alerts\": [\"kafka\"], \"errors\": [\"kafka\"], \"V\": [\"logger\"] }";

  @TempDir Path dir;
  private FieldInstallation installation;

  @BeforeEach
  void install() throws IOException {
    installation = new FieldInstallation(dir);
    installation.with(
        RECORDS_OF_THE_FIELD,
        "\"records\": { \"alerts\": [\"kafka\"], \"V\": [\"kafka\"],"
            + " \"connectivity\": [\"kafka\"] },"
            + " \"shutdown\": { \"spread_s\": 1, \"timeout_s\": 8 }");
  }

  @Test
  void ackedRecordsThatNoBrokerTakesAreCountedInTheLastLine() throws Exception {
    try (ServerProcess server = start();
        FakeVehicle vehicle = installation.connect()) {
      for (int i = 0; i < RECORDS; i++) {
        String txid = "lost-" + i;
        vehicle.send(RecordBuilder.v().vin(FieldInstallation.VIN).txid(txid).message());
        vehicle.expectAck(txid);
      }
      server.askToStop();
      vehicle.expectClose(1001);
      assertEquals(3, server.awaitExit(), server::output);
      JsonObject last = last(server);
      assertEquals("error", last.getString("level"));
      assertEquals(RECORDS + 2, last.getInteger("lost_records"));
      assertEquals(
          new JsonObject().put("kafka", new JsonObject().put("V", RECORDS).put("connectivity", 2)),
          last.getJsonObject("lost"));
      assertTrue(server.line("\"flushing\"").contains("\"dispatcher\":\"kafka\""));
      assertFalse(server.output().contains("dispatcher_left_behind"), server::output);
      assertFalse(server.output().contains("stop_error"), server::output);
    }
  }

  @Test
  void recordsThatTheirSourceDidNotStoreAreNotAckedAndNotLost() throws Exception {
    installation.with(" \"connectivity\": [\"kafka\"] }", " \"errors\": [\"kafka\"] }");
    try (ServerProcess server = start();
        FakeVehicle vehicle = installation.connect()) {
      vehicle.send(RecordBuilder.alerts().vin(FieldInstallation.VIN).txid("unacked").message());
      // Messages are read in their order: with this ack the one before has been read.
      vehicle.send(RecordBuilder.of("unrouted").vin(FieldInstallation.VIN).txid("next").message());
      vehicle.expectAck("next");
      server.askToStop();
      assertEquals(Frame.CLOSE, vehicle.receiveFrame().opcode(), "no ack");
      assertEquals(0, server.awaitExit(), server::output);
      assertEquals("info", last(server).getString("level"));
      assertFalse(last(server).containsKey("lost_records"));
    }
  }

  @Test
  void withABrokerNothingIsLost() throws Exception {
    KafkaBroker broker = KafkaBroker.shared();
    installation.with(FieldInstallation.BROKER_AWAY, broker.bootstrapServers());
    installation.with("\"tesla_telemetry\"", "\"stop_status\"");
    try (ServerProcess server = start();
        FakeVehicle vehicle = installation.connect()) {
      vehicle.send(RecordBuilder.v().vin(FieldInstallation.VIN).txid("stored").message());
      vehicle.expectAck("stored");
      server.askToStop();
      vehicle.expectClose(1001);
      assertEquals(0, server.awaitExit(), server::output);
      assertEquals("info", last(server).getString("level"));
    }
    assertEquals(1, broker.read("stop_status_V").size());
    assertEquals(2, broker.read("stop_status_connectivity").size());
  }

  private ServerProcess start() throws IOException {
    ServerProcess server = ServerProcess.start(dir);
    server.awaitReady(installation.statusPort);
    return server;
  }

  private static JsonObject last(ServerProcess server) {
    List<JsonObject> lines = LogLines.assertJson(server.output());
    JsonObject last = lines.get(lines.size() - 1);
    assertEquals("stopped_server", last.getString("msg"));
    return last;
  }
}
