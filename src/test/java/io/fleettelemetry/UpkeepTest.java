package io.fleettelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.metrics.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is done each day, without waiting for one. */
class UpkeepTest {

  private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

  /** By their period in milliseconds, which is the identity of a timer too. */
  private final Map<Long, Handler<Long>> timers = new TreeMap<>();

  private final Vertx vertx =
      (Vertx)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {Vertx.class},
              (proxy, method, arguments) -> timer(method.getName(), arguments));

  private final AtomicInteger warnings = new AtomicInteger();
  private final Upkeep upkeep =
      new Upkeep(
          vertx,
          warnings::incrementAndGet,
          config -> {
            throw new AssertionError("nothing has changed");
          },
          new Metrics(new SimpleMeterRegistry(), Set.of(), Set.of()));

  @SuppressWarnings("unchecked")
  private Object timer(String method, Object... arguments) {
    return switch (method) {
      case "setPeriodic" -> {
        timers.put((Long) arguments[0], (Handler<Long>) arguments[1]);
        yield arguments[0];
      }
      case "cancelTimer" -> timers.remove(arguments[0]) != null;
      default -> throw new UnsupportedOperationException(method);
    };
  }

  @Test
  void eachDayWarnsOnceOfWhatEndsSoon() {
    assertEquals(Set.of(DAY_MILLIS), timers.keySet());
    assertEquals(0, warnings.get());
    timers.get(DAY_MILLIS).handle(DAY_MILLIS);
    timers.get(DAY_MILLIS).handle(DAY_MILLIS);
    assertEquals(2, warnings.get());
  }

  @Test
  void nobodyIsWarnedOnceItIsClosed() {
    upkeep.close();
    assertEquals(Set.of(), timers.keySet());
  }
}
