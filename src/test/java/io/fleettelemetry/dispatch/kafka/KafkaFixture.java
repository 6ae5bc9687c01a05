package io.fleettelemetry.dispatch.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.config.Problems;
import io.fleettelemetry.config.Section;
import io.fleettelemetry.dispatch.DispatcherContext;
import io.fleettelemetry.metrics.Metrics;
import io.fleettelemetry.testing.KafkaBroker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What the tests of this dispatcher build on: settings, and a context with topics of its own. */
final class KafkaFixture {

  static final Set<String> TYPES = Set.of("V", "alerts");

  final MeterRegistry registry = new SimpleMeterRegistry();
  final DispatcherContext context =
      new DispatcherContext(
          null,
          new Metrics(registry, TYPES, Set.of()),
          "test-" + UUID.randomUUID(),
          TYPES,
          Set.of("V"));

  /** Settings that are read without a problem. */
  static KafkaSettings settings(Map<String, ?> values) {
    Problems problems = new Problems();
    KafkaSettings settings = KafkaSettings.read(Section.of("kafka", values, Map.of(), problems));
    assertEquals(List.of(), problems.errors());
    return settings;
  }

  /** Settings for the plain text listener, with more of them or others. */
  static KafkaSettings settings(KafkaBroker broker, Map<String, ?> more) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("bootstrap.servers", broker.bootstrapServers());
    values.putAll(more);
    return settings(values);
  }

  /** A counter's value; 0 as long as there is none. */
  double count(String name, String... tags) {
    Counter counter = registry.find(name).tags(tags).counter();
    return counter == null ? 0 : counter.count();
  }

  /** The gauge {@code kafka_produce_queue_size} of this type. */
  double gauge(String type) {
    return registry.get("kafka_produce_queue_size").tag("type", type).gauge().value();
  }
}
