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
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Joins the outcomes of one dispatcher for each ingest instance, since a hop over the bus costs far
 * more than an outcome does. Those that come while the dispatcher takes a batch leave when it has
 * taken it, by the thread that it did that on, or after {@value #GUARD_MILLIS} ms if it takes
 * longer; others leave from an event loop, about {@value #LINGER_MILLIS} ms after the first of
 * them. They arrive in the order in which they were added. Thread-safe. What it holds is bounded by
 * what ingest has in flight.
 */
final class OutcomeCollector {

  /**
   * How long outcomes wait for more. Without it nearly each would leave alone: on a busy core the
   * event loop that an outcome wakes runs before the thread that has the next one.
   */
  private static final long LINGER_MILLIS = 1;

  /** How long outcomes may wait for a dispatcher that is still taking their batch. */
  private static final long GUARD_MILLIS = 20;

  private final TelemetryBus bus;
  private final ContextInternal context;
  private final Map<String, Joined> byAddress = new ConcurrentHashMap<>();
  private final long guardMillis;
  private final AtomicBoolean guarded = new AtomicBoolean();

  /** A collector with an event loop of its own to send from, whatever thread outcomes come on. */
  OutcomeCollector(Vertx vertx, TelemetryBus bus) {
    this(vertx, bus, GUARD_MILLIS);
  }

  OutcomeCollector(Vertx vertx, TelemetryBus bus, long guardMillis) {
    this.bus = bus;
    this.guardMillis = guardMillis;
    this.context = ((VertxInternal) vertx).createEventLoopContext();
  }

  /**
   * Takes one outcome.
   *
   * @param to the address of the ingest instance that waits for it
   * @param dispatcher our number at that instance, always the same
   * @param flushFollows whether the calling thread will call {@link #flush} soon
   */
  void add(String to, int dispatcher, long ticket, Outcome outcome, boolean flushFollows) {
    Joined joined = byAddress.computeIfAbsent(to, address -> new Joined(address, dispatcher));
    joined.add(ticket, outcome, !flushFollows);
    if (flushFollows && guarded.compareAndSet(false, true)) {
      context.setTimer(
          guardMillis,
          id -> {
            guarded.set(false);
            flush();
          });
    }
  }

  /** Sends what there is for an ingest instance, from the calling thread. */
  void flush(String to) {
    Joined joined = byAddress.get(to);
    if (joined != null) {
      joined.send();
    }
  }

  /** Sends all that there is, from the calling thread. */
  void flush() {
    byAddress.values().forEach(Joined::send);
  }

  /** Outcomes on their way to one ingest instance. */
  private final class Joined {
    private final String address;
    private final int dispatcher;
    private long[] tickets = new long[RecordBatch.MAX_RECORDS];
    private Outcome[] outcomes = new Outcome[RecordBatch.MAX_RECORDS];
    private int count;
    private boolean lingering;

    Joined(String address, int dispatcher) {
      this.address = address;
      this.dispatcher = dispatcher;
    }

    /**
     * Takes one outcome.
     *
     * @param linger whether a timer must send it, since nobody will call {@link #send} soon
     */
    synchronized void add(long ticket, Outcome outcome, boolean linger) {
      if (count == tickets.length) {
        tickets = Arrays.copyOf(tickets, count * 2);
        outcomes = Arrays.copyOf(outcomes, count * 2);
      }
      tickets[count] = ticket;
      outcomes[count] = outcome;
      count++;
      if (linger && !lingering) {
        context.setTimer(LINGER_MILLIS, id -> endLingering());
        lingering = true;
      }
    }

    private synchronized void endLingering() {
      lingering = false;
      send();
    }

    /** Under the lock, or another thread's later outcomes could overtake these. */
    synchronized void send() {
      if (count > 0) {
        OutcomeBatch batch =
            new OutcomeBatch(
                dispatcher, Arrays.copyOf(tickets, count), Arrays.copyOf(outcomes, count));
        count = 0;
        bus.sendOutcomes(address, batch);
      }
    }
  }
}
