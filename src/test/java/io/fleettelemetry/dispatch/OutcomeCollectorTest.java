package io.fleettelemetry.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.bus.OutcomeBatch;
import io.fleettelemetry.bus.TelemetryBus;
import io.fleettelemetry.telemetry.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutcomeCollectorTest {

  private static final String ADDRESS = "outcomes";
  private static final int DISPATCHER = 3;
  private static final int MANY = 200_000;

  private final Vertx vertx = Vertx.vertx();
  private final TelemetryBus bus = new TelemetryBus(vertx);
  private final CompletableFuture<Void> arrived = new CompletableFuture<>();
  private long next;
  private int batches;

  @BeforeEach
  void listen() throws Exception {
    Future<Void> listening = bus.onOutcomes(ADDRESS, this::check).completion();
    listening.await(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws TimeoutException {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void outcomesArriveInTheirOrderWhicheverThreadSendsThem() throws Exception {
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

  @Test
  void outcomesOfOtherThreadsTravelTogether() throws Exception {
    OutcomeCollector collector = new OutcomeCollector(vertx, bus);
    for (int ticket = 0; ticket < MANY; ticket++) {
      collector.add(ADDRESS, DISPATCHER, ticket, Outcome.STORED, false);
    }
    arrived.get(30, TimeUnit.SECONDS);
    assertTrue(batches < MANY / 100, batches + " batches");
  }

  @Test
  void anOutcomeOfAnotherThreadDoesNotWaitForABatchThatIsBeingTaken() throws Exception {
    OutcomeCollector collector = new OutcomeCollector(vertx, bus, TimeUnit.HOURS.toMillis(1));
    for (int ticket = 0; ticket < MANY - 1; ticket++) {
      collector.add(ADDRESS, DISPATCHER, ticket, Outcome.STORED, true);
    }
    collector.add(ADDRESS, DISPATCHER, MANY - 1, Outcome.STORED, false);
    arrived.get(30, TimeUnit.SECONDS);
  }

  /** Called on one event loop. */
  private void check(OutcomeBatch batch) {
    batches++;
    assertEquals(DISPATCHER, batch.dispatcher());
    for (long ticket : batch.tickets()) {
      if (ticket != next) {
        arrived.completeExceptionally(
            new AssertionError("outcome " + ticket + " instead of " + next));
      } else if (++next == MANY) {
        arrived.complete(null);
      }
    }
  }
}
