package io.fleettelemetry.dispatch.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.fleettelemetry.config.ClientTlsConfig;
import io.fleettelemetry.config.ClientTlsConfig.Pair;
import io.fleettelemetry.config.Problems;
import io.fleettelemetry.config.Problems.Problem;
import io.fleettelemetry.config.Secret;
import io.fleettelemetry.config.Section;
import io.fleettelemetry.dispatch.redis.RedisSettings.Mode.PubSub;
import io.fleettelemetry.dispatch.redis.RedisSettings.Mode.Stream;
import io.fleettelemetry.dispatch.redis.RedisTarget.Kind;
import io.fleettelemetry.dispatch.redis.RedisTarget.Login;
import io.fleettelemetry.dispatch.redis.RedisTarget.Tls;
import io.vertx.core.json.JsonObject;
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

class RedisSettingsTest {

  private static final Login NOBODY = new Login(Optional.empty(), Optional.empty());

  private final Problems problems = new Problems();

  private RedisSettings read(String json) {
    return read(json, Map.of());
  }

  private RedisSettings read(String json, Map<String, String> environment) {
    return RedisSettings.read(
        Section.of("redis", new JsonObject(json).getMap(), environment, problems));
  }

  private void assertNoProblems() {
    assertEquals(List.of(), problems.errors());
    assertEquals(List.of(), problems.warnings());
  }

  private void assertErrors(String... expected) {
    assertEquals(List.of(expected), problems.errors().stream().map(Problem::toString).toList());
  }

  @Test
  void defaults() {
    RedisSettings settings = read("{\"addrs\": [\"r1\"], \"publish_vin_topics\": true}");
    assertNoProblems();
    assertEquals(
        new RedisSettings(
            new RedisTarget(
                List.of(new RedisAddress("r1", 6379)),
                new Kind.Standalone(0),
                NOBODY,
                Optional.empty(),
                Duration.ofSeconds(3)),
            new PubSub(Optional.empty(), true),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10)),
        settings);
    assertEquals(
        new Stream(100_000, false), read("{\"addrs\": [\"r1\"], \"mode\": \"stream\"}").mode());
    assertNoProblems();
  }

  @Test
  void fullMapping(@TempDir Path directory) throws IOException {
    Path ca = Files.createFile(directory.resolve("ca"));
    Path certificate = Files.createFile(directory.resolve("certificate"));
    Path key = Files.createFile(directory.resolve("key"));
    RedisSettings settings =
        read(
            """
            {"addrs": ["s1:26379", "[::1]:26380"], "sentinel_master": "records",
             "sentinel_username": "su", "sentinel_password": "sp", "username": "u",
             "password": "p", "db": 3, "override_tls_server_name": "redis.test",
             "tls": {"ca_file": "%s", "server_cert": "%s", "server_key": "%s"},
             "subscriber_set_prefix": "subs", "publish_vin_topics": true, "mode": "PubSub",
             "publish_timeout": "1m30s", "read_timeout": 250000000, "start_timeout_s": 20}
            """
                .formatted(ca, certificate, key));
    assertNoProblems();
    assertEquals(
        new RedisSettings(
            new RedisTarget(
                List.of(new RedisAddress("s1", 26379), new RedisAddress("::1", 26380)),
                new Kind.Sentinel("records", login("su", "sp"), 3),
                login("u", "p"),
                Optional.of(
                    new Tls(
                        new ClientTlsConfig(
                            Optional.of(ca), Optional.of(new Pair(certificate, key))),
                        "redis.test")),
                Duration.ofMillis(250)),
            new PubSub(Optional.of("subs"), true),
            Duration.ofSeconds(90),
            Duration.ofSeconds(20)),
        settings);
    assertFalse(settings.toString().contains("p]"), settings.toString());
    assertEquals(
        new Stream(7, true),
        read("""
                {"addrs": ["r1"], "mode": "stream", "stream_maxlen": 7, "publish_vin_topics": true}
                """)
            .mode());
    assertNoProblems();
  }

  private static Login login(String username, String password) {
    return new Login(Optional.of(username), Optional.of(new Secret(password)));
  }

  @Test
  void rejections() {
    read(
        """
        {"addrs": ["r1:0", "redis://r2"], "publish_timeout": -1, "read_timeout": "5 s",
         "db": -1, "mode": "list", "start_timeout_s": 0}
        """);
    assertErrors(
        "redis.addrs: [\"r1:0\", \"redis://r2\"] — must be host:port, host, [IPv6]:port or [IPv6];"
            + " \"r1:0\" is not",
        "redis.addrs: [\"r1:0\", \"redis://r2\"] — must be host:port, host, [IPv6]:port or [IPv6];"
            + " \"redis://r2\" is not",
        "redis.db: -1 — must be a whole number from 0 to 1000000",
        "redis.read_timeout: \"5 s\" — must be a time such as 250ms, 5s or 1m30s, or a whole number"
            + " of nanoseconds of -1 or more",
        "redis.mode: \"list\" — must be one of pubsub, stream",
        "redis.publish_vin_topics: missing — must be true, or subscriber_set_prefix set: nobody"
            + " would get a record",
        "redis.publish_timeout: -1 — must be more than 0",
        "redis.start_timeout_s: 0 — must be a whole number from 1 to 2147483647 (seconds)");
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    read(
        """
        {"mode": "stream", "subscriber_set_prefix": "subs", "sentinel_master": "m",
         "cluster_mode": true}
        """);
    assertErrors(
        "redis.addrs: missing — must have at least one address",
        "redis.sentinel_master: \"m\" — cannot be used with cluster_mode",
        "redis.subscriber_set_prefix: \"subs\" — cannot be used with mode stream, which has no"
            + " subscribers");
  }

  @Test
  void whatHasNoLikeHereIsNamedInAWarningEach() {
    read(
        """
        {"addrs": ["r1", "r2"], "publish_vin_topics": true, "db": 2, "pool_size": 10,
         "min_idle_conns": 1, "max_idle_conns": 2, "max_active_conns": 3, "write_timeout": "3s",
         "pool_timeout": 4000000000, "conn_max_idle_time": "30m", "conn_max_lifetime": -1,
         "stream_maxlen": 5, "override_tls_server_name": "x", "sentinel_username": "u"}
        """);
    String pool = "has no effect: records share one connection to each master";
    assertErrors();
    assertEquals(
        List.of(
            "redis.pool_size: 10 — " + pool,
            "redis.min_idle_conns: 1 — " + pool,
            "redis.max_idle_conns: 2 — " + pool,
            "redis.max_active_conns: 3 — " + pool,
            "redis.write_timeout: \"3s\" — " + pool,
            "redis.pool_timeout: 4000000000 — " + pool,
            "redis.conn_max_idle_time: \"30m\" — " + pool,
            "redis.conn_max_lifetime: -1 — " + pool,
            "redis.sentinel_username: \"u\" — has no effect",
            "redis.db: 2 — has no effect: a cluster has one database",
            "redis.override_tls_server_name: \"x\" — has no effect without tls",
            "redis.stream_maxlen: 5 — has no effect"),
        problems.warnings().stream().map(Problem::toString).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "host, host, 6379",
    "host.example:7000, host.example, 7000",
    "10.0.0.1:7000, 10.0.0.1, 7000",
    "[fe80::1]:7000, fe80::1, 7000",
    "[::1], ::1, 6379"
  })
  void addresses(String text, String host, int port) {
    assertEquals(Optional.of(new RedisAddress(host, port)), RedisAddress.parse(text));
  }

  @Test
  void severalAddressesOrTheModeMakeACluster() {
    String more = ", \"publish_vin_topics\": true}";
    assertEquals(new Kind.Cluster(), read("{\"addrs\": [\"a\", \"b\"]" + more).target().kind());
    assertEquals(
        new Kind.Cluster(),
        read("{\"addrs\": [\"a\"], \"cluster_mode\": true" + more).target().kind());
  }

  @Test
  void zeroIsTheDefaultAndMinusOneIsNoLimit() {
    RedisSettings settings =
        read(
            """
            {"addrs": ["a"], "publish_vin_topics": true, "publish_timeout": 0, "read_timeout": -1}
            """);
    assertNoProblems();
    assertEquals(Duration.ofSeconds(5), settings.publishTimeout());
    assertEquals(Duration.ofSeconds(60), settings.target().readTimeout());
  }

  @Test
  void tlsVerifiesTheFirstHostUnlessTold() {
    RedisSettings settings =
        read("{\"addrs\": [\"first:1\", \"second\"], \"publish_vin_topics\": true, \"tls\": {}}");
    assertNoProblems();
    assertEquals("first", settings.target().tls().orElseThrow().serverName());
  }

  @Test
  void thePasswordOfTheEnvironmentWins() {
    String json = "{\"addrs\": [\"a\"], \"publish_vin_topics\": true, \"password\": \"file\"}";
    assertEquals("env", password(read(json, Map.of("REDIS_PASSWORD", "env"))));
    assertEquals("file", password(read(json, Map.of("REDIS_PASSWORD", ""))));
  }

  private static String password(RedisSettings settings) {
    return settings.target().login().password().orElseThrow().value();
  }
}
