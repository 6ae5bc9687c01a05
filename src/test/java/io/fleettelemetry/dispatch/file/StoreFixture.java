package io.fleettelemetry.dispatch.file;

import io.fleettelemetry.dispatch.DispatcherContext;
import io.fleettelemetry.dispatch.file.FileSettings.Compression;
import io.fleettelemetry.metrics.Metrics;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.MutableClock;
import io.fleettelemetry.testing.OutcomeLog;
import io.fleettelemetry.testing.TemporaryFiles;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A store in a directory of its own, with a clock and a disk that tests command. */
final class StoreFixture implements AutoCloseable {

  static final Duration LIMIT = Duration.ofSeconds(30);
  static final Set<String> TYPES = Set.of("V", "alerts");

  final Path directory = TemporaryFiles.directory();
  final Path store = directory.resolve("store");
  final MutableClock clock = new MutableClock(Instant.parse("2026-03-01T12:00:00Z"));
  final ScriptedDisk disk = new ScriptedDisk(DiskFile.in(store));
  final MeterRegistry registry = new SimpleMeterRegistry();

  private long rotateBytes = 64 << 20;
  private OptionalLong keepBytes = OptionalLong.empty();
  private Compression compression = Compression.NONE;
  private Limits limits = Limits.DEFAULT;
  private FileDispatcher running;

  StoreFixture rotateBytes(long bytes) {
    rotateBytes = bytes;
    return this;
  }

  StoreFixture keepBytes(long bytes) {
    keepBytes = OptionalLong.of(bytes);
    return this;
  }

  StoreFixture compression(Compression how) {
    compression = how;
    return this;
  }

  StoreFixture limits(long queueBytes, Duration recordTime) {
    limits = new Limits(queueBytes, recordTime);
    return this;
  }

  FileSettings settings() {
    return new FileSettings(
        store, rotateBytes, Duration.ofHours(1), keepBytes, compression, Duration.ZERO);
  }

  /** A dispatcher on this store, not started. */
  FileDispatcher create() {
    DispatcherContext context =
        new DispatcherContext(null, new Metrics(registry, TYPES, Set.of()), "", TYPES, Set.of("V"));
    return new FileDispatcher(settings(), context, disk, clock, limits);
  }

  /** Starts a dispatcher, which is stopped with the fixture. */
  FileDispatcher start() {
    FileDispatcher dispatcher = create();
    join(dispatcher.start());
    running = dispatcher;
    return dispatcher;
  }

  void stop() {
    FileDispatcher dispatcher = running;
    running = null;
    join(dispatcher.stop(LIMIT));
  }

  OutcomeLog dispatch(TelemetryRecord... records) {
    OutcomeLog log = new OutcomeLog(records.length);
    running.dispatch(List.of(records), log);
    return log;
  }

  /** Names of the files, the oldest first. */
  List<String> files() {
    try {
      return StoreLayout.files(store).stream()
          .map(file -> store.relativize(file.path()).toString())
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  double errors(String type) {
    Counter counter = registry.find("file_err").tag("record_type", type).counter();
    return counter == null ? 0 : counter.count();
  }

  static ConditionFactory await(String what) {
    return Awaitility.await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(5));
  }

  static void join(Future<Void> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    disk.mend();
    if (running != null) {
      stop();
    }
    TemporaryFiles.delete(directory);
  }
}
