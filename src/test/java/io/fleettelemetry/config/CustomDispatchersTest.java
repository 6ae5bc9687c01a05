package io.fleettelemetry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.config.ConfigFixture.FakeSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomDispatchersTest {

  @TempDir Path directory;
  private ConfigFixture fixture;

  @BeforeEach
  void makeFixture() {
    fixture = new ConfigFixture(directory);
  }

  @Test
  void aNameInRecordsIsLookedUp() {
    ServerConfig config =
        fixture.config(
            """
            {"records": {"V": ["mine", "logger"], "alerts": ["Other"]},
             "reliable_ack_sources": {"V": "mine"}, "dead_letter": "mine",
             "dispatch": {"overflow": {"Other": "drop"}},
             "dispatchers": {"mine": {"a": 1}, "Other": {"b": {"c": [true]}}}}
            """);
    assertEquals(Set.of("logger", "mine", "Other"), config.dispatcherSettings().keySet());
    assertEquals(
        new FakeSettings("mine", true, Map.of("a", 1)), config.dispatcherSettings().get("mine"));
    assertEquals(
        new FakeSettings("Other", true, Map.of("b", Map.of("c", List.of(true)))),
        config.dispatcherSettings().get("Other"));
    assertEquals("mine", config.routing().reliableAckSource("V").orElseThrow());
  }

  @Test
  void oneThatNoRecordNamesIsReadAllTheSame() {
    ServerConfig config = fixture.config("{\"dispatchers\": {\"mine\": {\"a\": 1}}}");
    assertEquals(Set.of("logger"), config.dispatcherSettings().keySet());
  }

  @Test
  void rejections() {
    fixture.assertRefused(
        """
        {"records": {"V": ["minne"]},
         "dispatchers": {"mine": {}, "MINE": {}, "kafka": {}, "Logger": {}, "kinesis": {}, "9": {}, "a-b": {}, "flat": 1}}
        """,
        "dispatchers.MINE: {} — differs from another name in letter case alone; choose another",
        "dispatchers.kafka: {} — is the name of one of the server's own dispatchers; choose another",
        "dispatchers.Logger: {} — is the name of one of the server's own dispatchers; choose another",
        "dispatchers.kinesis: {} — is the name of one of the server's own dispatchers; choose"
            + " another",
        "dispatchers.9: {} — must be a name of letters, digits and _, not beginning with a digit, 64"
            + " at most",
        "dispatchers.a-b: {} — must be a name of letters, digits and _, not beginning with a digit,"
            + " 64 at most",
        "records.V: [\"minne\"] — there is no dispatcher minne; the nearest is mine",
        "dispatchers.flat: 1 — must be an object");
  }
}
