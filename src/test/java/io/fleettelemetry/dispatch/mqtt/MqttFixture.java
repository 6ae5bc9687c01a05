package io.fleettelemetry.dispatch.mqtt;

import io.fleettelemetry.config.Problems;
import io.fleettelemetry.config.Section;
import io.fleettelemetry.dispatch.DispatcherContext;
import io.fleettelemetry.metrics.Metrics;
import io.fleettelemetry.testing.MqttBroker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What a dispatcher takes, with topics of its own. */
final class MqttFixture implements AutoCloseable {

  static final Set<String> TYPES = Set.of("V", "alerts");

  final Vertx vertx = Vertx.vertx();
  final String base = "t" + UUID.randomUUID();
  final MeterRegistry registry = new SimpleMeterRegistry();
  final DispatcherContext context =
      new DispatcherContext(vertx, new Metrics(registry, TYPES, Set.of()), "", TYPES, Set.of("V"));

  /** Settings for the plain listener, with more on top. */
  MqttSettings settings(MqttBroker broker, Map<String, Object> more) {
    Map<String, Object> values = new HashMap<>();
    values.put("broker", "127.0.0.1:" + broker.port());
    values.put("username", MqttBroker.USERNAME);
    values.put("password", MqttBroker.PASSWORD);
    values.put("qos", 1);
    values.put("connect_timeout_ms", 2_000);
    values.put("connect_retry_interval_ms", 200);
    values.put("publish_timeout_ms", 2_000);
    values.putAll(more);
    return settings(values);
  }

  MqttSettings settings(Map<String, Object> values) {
    Map<String, Object> all = new HashMap<>(values);
    all.putIfAbsent("topic_base", base);
    Problems problems = new Problems();
    MqttSettings settings = MqttSettings.read(Section.of("mqtt", all, Map.of(), problems));
    if (problems.hasErrors()) {
      throw new AssertionError(problems.errors());
    }
    return settings;
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
