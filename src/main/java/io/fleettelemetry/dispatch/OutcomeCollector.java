package io.fleettelemetry.dispatch;

import io.fleettelemetry.bus.OutcomeBatch;
import io.fleettelemetry.bus.RecordBatch;
import io.fleettelemetry.bus.TelemetryBus;
import io.fleettelemetry.telemetry.Outcome;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Joins the outcomes of one dispatcher for each ingest instance, for up to a millisecond, since a
 * hop over the bus costs far more than an outcome does. Thread-safe. What it holds is bounded by
 * what ingest has in flight.
 */
final class OutcomeCollector {

  private static final long LINGER_MILLIS = 1;

  private final TelemetryBus bus;
  private final ContextInternal flushContext;
  private final Map<String, Joined> byAddress = new ConcurrentHashMap<>();

  /** A collector with an event loop of its own to send from, whatever thread outcomes come on. */
  OutcomeCollector(Vertx vertx, TelemetryBus bus) {
    this.bus = bus;
    this.flushContext = ((VertxInternal) vertx).createEventLoopContext();
  }

  /**
   * Takes one outcome.
   *
   * @param to the address of the ingest instance that waits for it
   * @param dispatcher our number at that instance, always the same
   */
  void add(String to, int dispatcher, long ticket, Outcome outcome) {
    byAddress.computeIfAbsent(to, address -> new Joined(address, dispatcher)).add(ticket, outcome);
  }

  /** Outcomes on their way to one ingest instance. */
  private final class Joined {
    private final String address;
    private final int dispatcher;
    private long[] tickets = new long[RecordBatch.MAX_RECORDS];
    private Outcome[] outcomes = new Outcome[RecordBatch.MAX_RECORDS];
    private int count;

    Joined(String address, int dispatcher) {
      this.address = address;
      this.dispatcher = dispatcher;
    }

    synchronized void add(long ticket, Outcome outcome) {
      if (count == tickets.length) {
        tickets = Arrays.copyOf(tickets, count * 2);
        outcomes = Arrays.copyOf(outcomes, count * 2);
      }
      tickets[count] = ticket;
      outcomes[count] = outcome;
      count++;
      if (count == 1) {
        flushContext
            .nettyEventLoop()
            .schedule(this::requestSend, LINGER_MILLIS, TimeUnit.MILLISECONDS);
      } else if (count == RecordBatch.MAX_RECORDS) {
        requestSend();
      }
    }

    private void requestSend() {
      flushContext.runOnContext(ignored -> send());
    }

    private void send() {
      OutcomeBatch batch = take();
      if (batch != null) {
        bus.sendOutcomes(address, batch);
      }
    }

    private synchronized OutcomeBatch take() {
      if (count == 0) {
        return null;
      }
      OutcomeBatch batch =
          new OutcomeBatch(
              dispatcher, Arrays.copyOf(tickets, count), Arrays.copyOf(outcomes, count));
      count = 0;
      return batch;
    }
  }
}
