package io.fleettelemetry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.DispatcherCatalogue;
import io.fleettelemetry.config.ConfigCheck;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CheckConfigTest {

  @TempDir Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private ConfigCheck check = ConfigCheck.NONE;

  private Path config;
  private Path pem;

  @BeforeEach
  void writeConfig() throws Exception {
    config = directory.resolve("c.json");
    pem = Files.writeString(directory.resolve("pem"), "not looked into");
    write("{\"port\": 8443, \"records\": {\"V\": [\"logger\"]}, \"tls\": TLS}");
  }

  private void write(String json) throws Exception {
    String tls = "{\"server_cert\": \"%1$s\", \"server_key\": \"%1$s\"}".formatted(pem);
    Files.writeString(config, json.replace("TLS", tls));
  }

  private int execute(String... arguments) {
    Application application =
        new Application(
            DispatcherCatalogue.builtIn().settingsReaders(),
            (vertx, read, problems) -> check.check(vertx, read, problems),
            (log, listener) -> {
              throw new AssertionError("logging is not set up");
            },
            (loaded, source) -> Future.failedFuture("nothing is started"),
            new CompletableFuture<>());
    return new Cli(application, new PrintStream(out), new PrintStream(err)).execute(arguments);
  }

  private int check(String... options) {
    String[] arguments = new String[options.length + 2];
    arguments[0] = "check-config";
    arguments[1] = config.toString();
    System.arraycopy(options, 0, arguments, 2, options.length);
    return execute(arguments);
  }

  private static List<String> lines(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check-config FILE",
        "check-config -config FILE",
        "check-config --config=FILE",
        "-config FILE check-config",
        "-config nowhere check-config FILE"
      })
  void theFileIsTakenAsRunTakesIt(String line) {
    assertEquals(ExitStatus.OK, execute(line.replace("FILE", config.toString()).split(" ")));
    assertEquals(List.of("fleet-telemetry: " + config + " is accepted"), lines(err));
    assertTrue(lines(out).contains("port                                 = 8443       # file"));
  }

  @Test
  void onlyOneFileIsTaken() {
    assertEquals(ExitStatus.USAGE, check("--config", "other.json"));
    assertEquals(
        "fleet-telemetry: FILE and --config: " + config + " and other.json — give one",
        lines(err).get(0));
    assertEquals(List.of(), lines(out));
  }

  @Test
  void everyProblemIsToldAndNothingElse() throws Exception {
    check = (vertx, read, problems) -> problems.error("tls.server_key", "k", "is broken");
    write("{\"port\": -1, \"prot\": 1, \"reliable_ack_workers\": 2, \"tls\": TLS}");
    assertEquals(ExitStatus.USAGE, check());
    assertEquals(
        List.of(
            "fleet-telemetry: " + config + " is refused",
            "  error: port: -1 — must be a whole number from 0 to 65535",
            "  error: tls.server_key: k — is broken",
            "  error: prot — unknown key; the nearest known one is port",
            "  warning: reliable_ack_workers: 2 — has no effect",
            "  warning: records: missing — routes no record type, so nothing that vehicles send is"
                + " kept"),
        lines(err));
    assertEquals(List.of(), lines(out));
  }

  @Test
  void warningsRefuseNothing() throws Exception {
    write("{\"reliable_ack_workers\": 2, \"records\": {\"V\": [\"logger\"]}, \"tls\": TLS}");
    assertEquals(ExitStatus.OK, check());
    assertEquals(
        List.of(
            "fleet-telemetry: " + config + " is accepted, with warnings",
            "  warning: reliable_ack_workers: 2 — has no effect"),
        lines(err));
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path none = directory.resolve("none.json");
    assertEquals(ExitStatus.USAGE, execute("check-config", "--migrate", none.toString()));
    assertEquals(
        List.of(
            "fleet-telemetry: " + none + " is refused",
            "  error: " + none + " — there is no such file; -config FILE names another one"),
        lines(err));
    assertEquals(List.of(), lines(out));
  }

  /** Everything at once, as a stranger sees it. */
  @Test
  void theWholeListing() throws Exception {
    Files.writeString(directory.resolve("user"), "me\n");
    write(
        """
        {"Port": 8443, "status_port": "${NOT_SET_ANYWHERE:-8080}", "log_level": "fatal",
         "namespace": "fleet", "records": {"V": ["kafka", "logger"], "alerts": ["kafka"]},
         "reliable_ack_sources": {"alerts": "kafka"},
         "rate_limit": {"enabled": true, "message_limit": 100,
                        "MessageIntervalTimeSecond": 1500000000},
         "monitoring": {"prometheus_metrics_port": 9090},
         "kafka": {"metadata.broker.list": "b:9092", "security.protocol": "sasl_ssl",
                   "sasl.mechanism": "PLAIN", "sasl.username": "@file:DIR/user",
                   "sasl.password": "geheim", "request.timeout.ms": 600000},
         "tls": TLS}
        """
            .replace("DIR", directory.toString()));
    assertEquals(ExitStatus.OK, check());
    String listing =
        out.toString(StandardCharsets.UTF_8)
            .replace(pem.toString(), "PEM")
            .replace(directory.toString(), "DIR");
    assertEquals(
        """
        allowed_vins                         = (not set)  # default
        allowed_vins_file                    = (not set)  # default
        dead_letter                          = (not set)  # default
        denied_vins_file                     = (not set)  # default
        host                                 = "0.0.0.0"  # default
        json_log_enable                      = false      # default
        log_level                            = "error"    # file, from fatal
        namespace                            = "fleet"    # file
        port                                 = 8443       # file, as Port
        reliable_ack                         = false      # default
        reliable_ack_failure                 = "final"    # default
        status_port                          = 8080       # file, NOT_SET_ANYWHERE is not set
        SUPPRESS_TLS_HANDSHAKE_ERROR_LOGGING = false      # default
        transmit_decoded_records             = false      # default
        use_default_eng_ca                   = false      # default
        vins_signal_tracking_enabled         = []         # default

        connections.handshake_timeout_s = 10  # default
        connections.idle_timeout_s      = 90  # default
        connections.max                 = 0   # default
        connections.per_vehicle         = 1   # default
        connections.ping_interval_s     = 30  # default

        dispatch.overflow.kafka  = {"V":"drop","alerts":"wait"}  # default
        dispatch.overflow.logger = "drop"                        # default

        kafka.acks                                  = "all"                # default
        kafka.batch.size                            = 65536                # default
        kafka.client.id                             = "fleet-telemetry"    # default
        kafka.delivery.timeout.ms                   = 300000               # default
        kafka.enable.idempotence                    = true                 # default
        kafka.linger.ms                             = 5                    # default
        kafka.max.in.flight.requests.per.connection = 1                    # default
        kafka.metadata.broker.list                  = "b:9092"             # file
        kafka.partitioner                           = "consistent_random"  # default
        kafka.queue.buffering.max.messages          = 100000               # default
        kafka.request.timeout.ms                    = 299995               # file, adjusted
        kafka.sasl.mechanism                        = "PLAIN"              # file
        kafka.sasl.password                         = "(hidden)"           # file
        kafka.sasl.username                         = "me"                 # @file:DIR/user
        kafka.security.protocol                     = "sasl_ssl"           # file

        logger.verbose = false  # default

        monitoring.prometheus_metrics_host = "127.0.0.1"  # default
        monitoring.prometheus_metrics_port = 9090         # file

        rate_limit.enabled               = true  # file
        rate_limit.message_interval_time = 1.5   # file, as MessageIntervalTimeSecond
        rate_limit.message_limit         = 100   # file

        records.alerts = ["kafka"]           # file
        records.V      = ["kafka","logger"]  # file

        reliable_ack_sources.alerts = "kafka"  # file

        shutdown.spread_s  = 10  # default
        shutdown.timeout_s = 25  # default

        tls.ca_file           = (not set)  # default
        tls.crl_file          = (not set)  # default
        tls.reload_interval_s = 30  # default
        tls.server_cert       = "PEM"  # file
        tls.server_key        = "PEM"  # file
        tls.vehicle_ca_file   = (not set)  # default
        """,
        // These are as wide as the temporary directory's name is long.
        listing.replaceAll("(?m)^(tls.*\\S) +# ", "$1  # "));
  }

  @Test
  void theReferenceIsListedWhole() throws Exception {
    String reference =
        Files.readString(Path.of("conf/reference.json"))
            .replaceAll("\"certs/[^\"]*\"", "\"" + pem + "\"");
    Files.writeString(config, reference);
    assertEquals(ExitStatus.OK, check("--format", "json"), err::toString);
    JsonObject listing = new JsonObject(out.toString(StandardCharsets.UTF_8));
    assertListed(listing, "", new JsonObject(reference));
  }

  private static void assertListed(JsonObject listing, String prefix, JsonObject section) {
    for (String key : section.fieldNames()) {
      if (section.getValue(key) instanceof JsonObject child) {
        assertListed(listing, prefix + key + ".", child);
      } else {
        assertTrue(listing.containsKey(prefix + key), prefix + key);
      }
    }
  }

  @Test
  void theListingAsJson() throws Exception {
    write(
        "{\"records\": {\"V\": [\"logger\"]}, \"logger\": {\"password\": \"geheim\"}, \"tls\": TLS}");
    assertEquals(ExitStatus.USAGE, check("--format", "json"));
    assertEquals(List.of(), lines(out));
    write("{\"Port\": 1, \"records\": {\"V\": [\"logger\"]}, \"tls\": TLS}");
    assertEquals(ExitStatus.OK, check("--format=JSON"));
    JsonObject json = new JsonObject(out.toString(StandardCharsets.UTF_8));
    assertEquals(
        new JsonObject().put("value", 1).put("origin", "file, as Port"),
        json.getJsonObject("port"));
    assertEquals(
        new JsonObject().put("value", List.of("logger")).put("origin", "file"),
        json.getJsonObject("records.V"));
    assertEquals(
        new JsonObject().putNull("value").put("origin", "default"),
        json.getJsonObject("tls.ca_file"));
  }

  @Test
  void whatDiffersIsToldAlsoOfAFileThatIsRefused() throws Exception {
    write("{\"colour\": 1, \"status_port\": 1, \"tls\": TLS}");
    assertEquals(ExitStatus.USAGE, check("--migrate"));
    assertTrue(lines(out).get(0).startsWith("colour — is not known here"), out::toString);
    assertTrue(lines(out).stream().anyMatch(line -> line.startsWith("status_port — ")));
    assertFalse(lines(out).stream().anyMatch(line -> line.contains(" = ")));
    out.reset();
    write("{\"records\": {\"V\": [\"logger\"]}, \"tls\": TLS}");
    assertEquals(ExitStatus.OK, check("--migrate", "--format", "json"));
    assertEquals(
        "records",
        new JsonArray(out.toString(StandardCharsets.UTF_8)).getJsonObject(0).getString("key"));
  }

  @Test
  void theHelpSaysWhatGoesWhere() {
    assertEquals(ExitStatus.OK, execute("check-config", "--help"));
    String help = out.toString(StandardCharsets.UTF_8);
    for (String part :
        List.of("[FILE]", "--migrate", "--format=FORMAT", "text, json", "Exit status")) {
      assertTrue(help.contains(part), help);
    }
  }
}
