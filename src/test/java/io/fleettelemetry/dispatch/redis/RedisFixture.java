package io.fleettelemetry.dispatch.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.config.Problems;
import io.fleettelemetry.config.Section;
import io.fleettelemetry.dispatch.DispatcherContext;
import io.fleettelemetry.metrics.Metrics;
import io.fleettelemetry.testing.RedisServer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What the tests of this dispatcher build on: settings, and a context with topics of its own. */
final class RedisFixture {

  static final Set<String> TYPES = Set.of("V", "alerts");

  final MeterRegistry registry = new SimpleMeterRegistry();
  final DispatcherContext context =
      new DispatcherContext(
          null,
          new Metrics(registry, TYPES, Set.of()),
          RedisServer.ALLOWED + UUID.randomUUID(),
          TYPES,
          Set.of("V"));

  /** Settings that are read without a problem. */
  static RedisSettings settings(Map<String, ?> values) {
    Problems problems = new Problems();
    RedisSettings settings = RedisSettings.read(Section.of("redis", values, Map.of(), problems));
    assertEquals(List.of(), problems.errors());
    return settings;
  }

  /** A dispatcher of these servers that publishes to vehicles' channels, or as more says. */
  RedisDispatcher dispatcher(List<String> addresses, Map<String, ?> more) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("addrs", addresses);
    values.put("publish_vin_topics", true);
    values.put("publish_timeout", "4s");
    values.putAll(more);
    return new RedisDispatcher(settings(values), context);
  }

  RedisDispatcher dispatcher(RedisServer server, Map<String, ?> more) {
    return dispatcher(List.of(server.address()), more);
  }

  /** A vehicle's channel or stream. */
  String topic(String type, String vin) {
    return context.topic(type) + "_{" + vin + "}";
  }

  /** A counter's value of V; 0 as long as there is none. */
  double count(String name) {
    Counter counter = registry.find(name).tags("record_type", "V").counter();
    return counter == null ? 0 : counter.count();
  }
}
