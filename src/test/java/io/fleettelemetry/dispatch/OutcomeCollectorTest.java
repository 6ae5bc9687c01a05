package io.fleettelemetry.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.bus.TelemetryBus;
import io.fleettelemetry.telemetry.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutcomeCollectorTest {

  private static final String ADDRESS = "outcomes";
  private static final int DISPATCHER = 3;
  private static final int MANY = 200_000;

  private final Vertx vertx = Vertx.vertx();
  private long next;

  @AfterEach
  void close() throws TimeoutException {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void outcomesArriveInTheirOrderWhicheverThreadSendsThem() throws Exception {
    TelemetryBus bus = new TelemetryBus(vertx);
    CompletableFuture<Void> arrived = new CompletableFuture<>();
    Future<Void> consuming =
        bus.onOutcomes(
                ADDRESS,
                batch -> {
                  assertEquals(DISPATCHER, batch.dispatcher());
                  for (long ticket : batch.tickets()) {
                    check(ticket, arrived);
                  }
                })
            .completion();
    consuming.await(10, TimeUnit.SECONDS);

    OutcomeCollector collector = new OutcomeCollector(vertx, bus);
    // Some leave by the collector's event loop, most by this thread.
    for (int ticket = 0; ticket < MANY && !arrived.isDone(); ticket++) {
      collector.add(ADDRESS, DISPATCHER, ticket, Outcome.STORED, false);
      if (ticket % 2 == 0) {
        collector.flush(ADDRESS);
      }
    }
    arrived.get(30, TimeUnit.SECONDS);
  }

  /** Called on one event loop. */
  private void check(long ticket, CompletableFuture<Void> arrived) {
    if (ticket != next) {
      arrived.completeExceptionally(
          new AssertionError("outcome " + ticket + " instead of " + next));
    } else if (++next == MANY) {
      arrived.complete(null);
    }
  }
}
