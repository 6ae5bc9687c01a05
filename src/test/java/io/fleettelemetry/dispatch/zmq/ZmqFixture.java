package io.fleettelemetry.dispatch.zmq;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.config.Problems;
import io.fleettelemetry.config.Section;
import io.fleettelemetry.dispatch.DispatcherContext;
import io.fleettelemetry.metrics.Metrics;
import io.fleettelemetry.testing.FreePorts;
import io.fleettelemetry.testing.TemporaryFiles;
import io.fleettelemetry.testing.ZmqSubscriber;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the tests of this dispatcher build on: an address, keys, settings and a context. */
final class ZmqFixture implements AutoCloseable {

  static final Set<String> TYPES = Set.of("V", "alerts");

  final String address = "tcp://127.0.0.1:" + FreePorts.next();
  final CurveKeyPair serverKeys = CurveKeyPair.generate();
  final CurveKeyPair clientKeys = CurveKeyPair.generate();
  final MeterRegistry registry = new SimpleMeterRegistry();
  final DispatcherContext context =
      new DispatcherContext(null, new Metrics(registry, TYPES, Set.of()), "tt", TYPES, Set.of("V"));
  final Path directory = TemporaryFiles.directory();

  /** Settings without encryption, with more of them or others. */
  ZmqSettings plain(Map<String, ?> more) {
    Map<String, Object> values = new HashMap<>(Map.of("addr", address));
    values.putAll(more);
    Problems problems = new Problems();
    ZmqSettings settings = ZmqSettings.read(Section.of("zmq", values, Map.of(), problems));
    assertEquals(List.of(), problems.errors());
    return settings;
  }

  /** Settings with it, for the one client that has {@link #clientKeys}. */
  ZmqSettings encrypted(Map<String, ?> more) {
    JsonObject server =
        new JsonObject()
            .put("public", serverKeys.publicKey())
            .put("secret", serverKeys.secretKey());
    Map<String, Object> values = new HashMap<>();
    values.put("server_key_json_path", write("server.json", server.encode()));
    values.put(
        "allowed_public_keys_json_path",
        write("allowed.json", JsonArray.of(clientKeys.publicKey()).encode()));
    values.putAll(more);
    return plain(values);
  }

  /** A file that is there until the fixture is closed; its path. */
  String write(String name, String text) {
    try {
      return Files.writeString(directory.resolve(name), text).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a client with these keys, which knows the server, connects with. */
  ZmqSubscriber.Keys subscriberKeys(CurveKeyPair pair) {
    return new ZmqSubscriber.Keys(serverKeys.publicKey(), pair.publicKey(), pair.secretKey());
  }

  /** A counter's value for a record type; 0 as long as there is none. */
  double count(String name, String recordType) {
    Counter counter = registry.find(name).tags("record_type", recordType).counter();
    return counter == null ? 0 : counter.count();
  }

  @Override
  public void close() {
    TemporaryFiles.delete(directory);
  }
}
