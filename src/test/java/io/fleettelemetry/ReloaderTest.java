package io.fleettelemetry;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.fleettelemetry.ReloadTarget.Taken;
import io.fleettelemetry.config.ConfigLoader;
import io.fleettelemetry.config.ConfigSource;
import io.fleettelemetry.config.Loading;
import io.fleettelemetry.config.Problems.Problem;
import io.fleettelemetry.config.ServerConfig;
import io.fleettelemetry.metrics.Metrics;
import io.fleettelemetry.testing.LogCapture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With files as an operator or Kubernetes changes them, and parts that note what they are given.
 */
class ReloaderTest {

  private static final Duration OFTEN = Duration.ofMillis(5);
  private static final int MANY = 10;

  @TempDir Path dir;
  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final LogCapture logs = LogCapture.of("io.fleettelemetry", Level.INFO);

  /** The content of the certificate file at each taking. */
  private final Queue<String> taken = new ConcurrentLinkedQueue<>();

  private final AtomicInteger reads = new AtomicInteger();
  private String held = "one";
  private Reloader reloader;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(dir.resolve("key"), "key");
    // As Kubernetes mounts a volume: each file a link through a link to a directory.
    Files.createDirectory(dir.resolve("..first"));
    Files.writeString(dir.resolve("..first/cert"), "one");
    Files.createSymbolicLink(dir.resolve("..data"), Path.of("..first"));
    Files.createSymbolicLink(dir.resolve("cert"), Path.of("..data/cert"));
    config("");
  }

  @AfterEach
  void close() {
    if (reloader != null) {
      reloader.close();
    }
    vertx.close().await();
    logs.close();
  }

  private void config(String members) throws IOException {
    Files.writeString(
        dir.resolve("config.json"),
        """
        {%s "records": {"V": ["logger"]},
         "tls": {"server_cert": "%s/cert", "server_key": "%<s/key"}}
        """
            .formatted(members, dir));
  }

  private void run(ReloadTarget target, Duration interval) {
    ConfigSource file =
        new ConfigLoader(DispatcherCatalogue.builtIn().settingsReaders(), true)
            .source(dir.resolve("config.json"));
    Loading.Loaded started = (Loading.Loaded) file.reading().get();
    ConfigSource counted =
        new ConfigSource(
            file.file(),
            () -> {
              reads.incrementAndGet();
              return file.reading().get();
            });
    ReloadReport report = new ReloadReport(started, new Metrics(registry, Set.of("V"), Set.of()));
    reloader = new Reloader(vertx, counted, started, target, report);
    reloader.watch(interval);
  }

  /** Takes what is in the certificate file, but nothing that is half there. */
  private Future<Taken> take(ServerConfig config) {
    return vertx.executeBlocking(
        () -> {
          String content = Files.readString(config.tls().serverCert());
          if (content.startsWith("half")) {
            return new Taken.Refused(List.of(new Problem("tls.server_cert", "cert", "is half")));
          }
          boolean changed = !content.equals(held);
          held = content;
          taken.add(content);
          return new Taken.Changed(changed ? List.of("certificate") : List.of(), List.of());
        });
  }

  private double count(String outcome) {
    return registry.counter("fleet_telemetry_reloads_total", "outcome", outcome).count();
  }

  private void awaitLines(String name, int lines) {
    await(name).until(() -> logs.named(name).size() >= lines);
    assertEquals(lines, logs.named(name).size());
  }

  /** Until the files have been looked at some more times. */
  private void awaitLooks() {
    int before = reads.get();
    await("looks").until(() -> reads.get() >= before + MANY);
  }

  private static Object value(ILoggingEvent line, String key) {
    return LogCapture.fields(line).get(key);
  }

  private void replace(String name, String content) {
    try {
      Path next = Files.writeString(dir.resolve("next"), content);
      Files.move(
          next,
          dir.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void kubernetesSwapIsTakenUpOnce() throws Exception {
    run(this::take, OFTEN);
    await("the first look").until(() -> !taken.isEmpty());
    Files.createDirectory(dir.resolve("..second"));
    Files.writeString(dir.resolve("..second/cert"), "two");
    Files.createSymbolicLink(dir.resolve("..data_tmp"), Path.of("..second"));
    Files.move(
        dir.resolve("..data_tmp"),
        dir.resolve("..data"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    awaitLines("reloaded", 1);
    assertEquals("file", value(logs.named("reloaded").get(0), "trigger"));
    assertEquals(List.of("certificate"), value(logs.named("reloaded").get(0), "changed"));
    // A later change shows that there was no other line for the first one.
    replace("cert", "three");
    awaitLines("reloaded", 2);
    assertEquals(List.of("one", "two", "three"), taken.stream().distinct().toList());
    assertEquals(2, count("succeeded"));
    assertEquals(0, count("unchanged"));
  }

  @Test
  void whatChangedWhileTheServerStartedIsSeen() throws Exception {
    Files.writeString(dir.resolve("..first/cert"), "two");
    run(this::take, OFTEN);
    awaitLines("reloaded", 1);
  }

  @Test
  void whatIsRefusedIsTriedAtEachLookUntilItIsTaken() throws Exception {
    run(this::take, OFTEN);
    await("the first look").until(() -> !taken.isEmpty());
    Files.delete(dir.resolve("cert"));
    awaitLines("reload_failed", 1);
    awaitLooks();
    replace("cert", "half");
    awaitLines("reload_failed", 2);
    awaitLooks();
    replace("cert", "two");
    awaitLines("reloaded", 1);
    assertEquals(List.of("one", "two"), taken.stream().distinct().toList());
    // The looks in between told nothing.
    assertEquals(2, logs.named("reload_failed").size());
  }

  @Test
  void aWarningOfAFileIsToldOnceHoweverOftenItIsReloaded() {
    List<Problem> warnings = List.of(new Problem("denied_vins_file", "denied", "is odd"));
    run(
        config -> Future.succeededFuture(new Taken.Changed(List.of("access"), warnings)),
        Duration.ZERO);
    reloader.reload();
    awaitLines("reloaded", 1);
    reloader.reload();
    awaitLines("reloaded", 2);
    reloader.reload();
    awaitLines("reloaded", 3);
    assertEquals(1, logs.named("config_warning").size());
    assertEquals("is odd", value(logs.named("config_warning").get(0), "rule"));
  }

  @Test
  void filesThatChangeWhileTheyAreReadAreReadAgainBeforeTheyAreRefused() {
    AtomicInteger tries = new AtomicInteger();
    run(
        config -> {
          if (tries.incrementAndGet() == 1) {
            replace("cert", "two");
            return Future.succeededFuture(
                new Taken.Refused(List.of(new Problem("tls.server_key", "", "does not belong"))));
          }
          return Future.succeededFuture(new Taken.Changed(List.of("certificate"), List.of()));
        },
        Duration.ZERO);
    reloader.reload();
    awaitLines("reloaded", 1);
    assertEquals(2, tries.get());
    assertEquals(List.of(), logs.named("reload_failed"));
  }

  @Test
  void filesThatNeverRestAreGivenUpForNow() {
    AtomicInteger tries = new AtomicInteger();
    run(
        config -> {
          replace("cert", "version " + tries.incrementAndGet());
          return Future.succeededFuture(new Taken.Refused(List.of(new Problem("key", "", "no"))));
        },
        Duration.ZERO);
    reloader.reload();
    awaitLines("reload_failed", 1);
    assertEquals(3, tries.get());
  }

  @Test
  void aConfigurationThatIsBrokenIsNotTaken() throws Exception {
    run(this::take, Duration.ZERO);
    config("\"port\": \"x\", \"log_level\": \"debug\", ");
    reloader.reload();
    awaitLines("reload_failed", 1);
    Object problems = value(logs.named("reload_failed").get(0), "problems");
    assertEquals(List.of("port: \"x\" — must be a whole number from 0 to 65535"), problems);
    reloader.reload();
    awaitLines("reload_failed", 2);
    assertTrue(taken.isEmpty());
    assertEquals(2, count("failed"));
  }

  @Test
  void aConfigurationThatChangesIsSeen() throws Exception {
    run(this::take, OFTEN);
    await("the first look").until(() -> !taken.isEmpty());
    config("\"port\": 1, ");
    awaitLines("restart_needed", 1);
  }

  @Test
  void ofThoseAskedForMeanwhileOneFollows() {
    Queue<Promise<Taken>> pending = new ConcurrentLinkedQueue<>();
    run(
        config -> {
          Promise<Taken> promise = Promise.promise();
          pending.add(promise);
          return promise.future();
        },
        Duration.ZERO);
    reloader.reload();
    await("the first").until(() -> pending.size() == 1);
    for (int i = 0; i < MANY; i++) {
      reloader.reload();
    }
    for (int i = 1; i <= 2; i++) {
      answer(pending);
      awaitLines("reloaded", i);
    }
    // Would come after any that is still to follow.
    reloader.reload();
    answer(pending);
    awaitLines("reloaded", 3);
  }

  private static void answer(Queue<Promise<Taken>> pending) {
    await("a question").until(() -> !pending.isEmpty());
    pending.remove().complete(new Taken.Changed(List.of(), List.of()));
  }

  @Test
  void onceClosedNothingIsTaken() {
    run(this::take, OFTEN);
    await("the first look").until(() -> !taken.isEmpty());
    reloader.close();
    reloader.reload();
    replace("cert", "two");
    vertx.close().await();
    assertEquals(List.of(), logs.named("reloaded"));
    assertEquals(List.of(), logs.named("reload_failed"));
  }
}
