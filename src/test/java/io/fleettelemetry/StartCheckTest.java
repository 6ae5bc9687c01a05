package io.fleettelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.fleettelemetry.config.ConfigLoader;
import io.fleettelemetry.config.Loading;
import io.fleettelemetry.config.Loading.Loaded;
import io.fleettelemetry.config.Loading.Refused;
import io.fleettelemetry.config.Problems.Problem;
import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.testing.TestPki;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@ExtendWith(VertxExtension.class)
class StartCheckTest {

  private static final Credential AUTHORITY = TestPki.authority("Root");
  private static final Credential SERVER = TestPki.server(AUTHORITY);

  @TempDir private Path directory;
  private Path certificate;
  private Path key;

  @BeforeEach
  void writeFiles() {
    certificate = TestPki.writeCertificates(directory.resolve("server.crt"), SERVER);
    key = TestPki.writeKey(directory.resolve("server.key"), SERVER.key());
  }

  private Loading load(Vertx vertx, String members) throws Exception {
    JsonObject tls =
        new JsonObject()
            .put("server_cert", certificate.toString())
            .put("server_key", key.toString());
    JsonObject json = new JsonObject(members).put("tls", tls);
    Path file = Files.writeString(directory.resolve("c.json"), json.encode());
    DispatcherCatalogue catalogue = DispatcherCatalogue.builtIn();
    return new ConfigLoader(catalogue.settingsReaders(), true, new StartCheck(catalogue))
        .load(vertx, file)
        .toCompletionStage()
        .toCompletableFuture()
        .get();
  }

  private static List<String> errors(Loading loading) {
    return assertInstanceOf(Refused.class, loading).errors().stream()
        .map(Problem::toString)
        .toList();
  }

  @Test
  void whatAServerStartsWithPasses(Vertx vertx) throws Exception {
    assertInstanceOf(
        Loaded.class,
        load(
            vertx,
            """
            {"records": {"V": ["kafka", "logger"]}, "kafka": {"bootstrap.servers": "b:9092"}}
            """));
  }

  @Test
  void filesAndTopicsAndUnknownKeysAreReportedTogether(Vertx vertx) throws Exception {
    Files.writeString(key, "no key");
    assertEquals(
        List.of(
            "port: -1 — must be a whole number from 0 to 65535",
            "records.V — makes the topic a b_V: kafka takes letters, digits, '.', '_' and '-' in a"
                + " topic, 249 at most",
            "tls.server_key: "
                + key
                + " — must be a PEM file with at least one -----BEGIN ...----- block",
            "prot — unknown key; the nearest known one is port"),
        errors(
            load(
                vertx,
                """
                {"records": {"V": ["kafka"]}, "namespace": "a b", "prot": 1, "port": -1,
                 "kafka": {"bootstrap.servers": "b:9092"}}
                """)));
  }

  @Test
  void aDispatcherOfOnesOwnIsLookedForUnlessItsSettingsAreRefused(Vertx vertx) throws Exception {
    assertEquals(
        List.of(
            "dispatchers.a.verticle: missing — is required",
            "dispatchers.b.verticle: \"NoSuch\" — there is no such class, and no verticle factory"
                + " for it; --class-path adds jars and directories",
            "dispatchers.c.verticle: \"java.lang.String\" — is no verticle: the class must extend"
                + " io.vertx.core.VerticleBase"),
        errors(
            load(
                vertx,
                """
                {"records": {"V": ["a", "b", "c"]},
                 "dispatchers": {"a": {}, "b": {"verticle": "NoSuch"},
                                 "c": {"verticle": "java.lang.String"}}}
                """)));
  }

  @Test
  void filesAreLookedIntoBesideADispatcherThatCannotBeMade(Vertx vertx) throws Exception {
    Files.writeString(key, "no key");
    assertEquals(
        List.of(
            "port: -1 — must be a whole number from 0 to 65535",
            "kafka.bootstrap.servers: missing — is required: host:port of one broker or more,"
                + " separated by commas",
            "tls.server_key: "
                + key
                + " — must be a PEM file with at least one -----BEGIN ...----- block"),
        errors(load(vertx, "{\"records\": {\"V\": [\"kafka\"]}, \"port\": -1}")));
  }
}
