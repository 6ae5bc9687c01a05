package io.fleettelemetry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ZmqKeysCommandTest {

  @TempDir Path parent;
  private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void nameDirectory() {
    directory = parent.resolve("keys");
  }

  private int execute() {
    return new CommandLine(new ZmqKeysCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(directory.toString());
  }

  private String read(String name) throws IOException {
    return Files.readString(directory.resolve(name));
  }

  @Test
  void theFilesBelongTogether() throws IOException {
    assertEquals(ExitStatus.OK, execute());
    JsonObject server = new JsonObject(read("zmq-server.json"));
    JsonObject client = new JsonObject(read("zmq-client.json"));
    assertEquals(server.getString("public"), client.getString("server"));
    assertEquals(JsonArray.of(client.getString("public")), new JsonArray(read("zmq-allowed.json")));
    assertFalse(server.getString("secret").equals(client.getString("secret")));
    assertEquals("", err.toString());
  }

  @Test
  void secretsAreForTheirOwner() throws IOException {
    execute();
    for (String name : new String[] {"zmq-server.json", "zmq-client.json"}) {
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))));
    }
  }

  @Test
  void saysWhatToPutWhereAndNoSecret() throws IOException {
    execute();
    String text = out.toString();
    String zmq =
        "    \"zmq\": {\"addr\":\"tcp://*:5284\",\"server_key_json_path\":\"DIR/zmq-server.json\","
            + "\"allowed_public_keys_json_path\":\"DIR/zmq-allowed.json\"}";
    assertTrue(text.contains(zmq.replace("DIR", directory.toString())), text);
    assertTrue(text.contains("    socket.curve_serverkey = keys[\"server\"].encode()\n"), text);
    String secret = new JsonObject(read("zmq-server.json")).getString("secret");
    assertFalse(text.contains(secret), text);
  }

  @Test
  void replacesNothing() throws IOException {
    Files.createDirectory(directory);
    Path there = Files.writeString(directory.resolve("zmq-client.json"), "mine");
    assertEquals(ExitStatus.USAGE, execute());
    assertEquals(
        "fleet-telemetry: " + there + " — is there already; nothing was written",
        err.toString().strip());
    assertEquals("mine", Files.readString(there));
    assertFalse(Files.exists(directory.resolve("zmq-server.json")));
  }

  @Test
  void saysWhereNothingCanBeWritten() throws IOException {
    Files.createFile(directory);
    assertEquals(ExitStatus.FAILED, execute());
    assertTrue(
        err.toString().startsWith("fleet-telemetry: " + directory + " — cannot be written to: "),
        err::toString);
  }
}
