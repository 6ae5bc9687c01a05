package io.fleettelemetry.server;

import io.fleettelemetry.bus.BatchPublisher.Publication;
import io.fleettelemetry.bus.OutcomeBatch;
import io.fleettelemetry.bus.RecordBatch;
import io.fleettelemetry.metrics.Metrics;
import io.fleettelemetry.server.Route.Destination;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.TelemetryRecord;

/**
 * The records of one ingest instance that dispatchers have and whose outcomes are awaited. A record
 * has a slot until no dispatcher is awaited any more; its answer goes out at the outcome of its
 * reliable ack source, or at once. Used on one event loop alone.
 */
final class InFlight {

  private final Routing routing;
  private final Metrics metrics;
  private final AckPolicy acks;
  private final DispatcherBudget[] budgets;

  /** By route and place of the destination in it. */
  private final Publication[][] publications;

  private final SlotTable slots = new SlotTable();
  private final Losses losses = new Losses();

  private Refusals refusals = (route, record, dispatcher, origin, messageBytes) -> false;

  /**
   * Nothing in flight.
   *
   * @param budgets one for each dispatcher
   * @param publications the ways to the dispatchers, by route and place of the destination in it
   */
  InFlight(
      Routing routing,
      AckPolicy acks,
      DispatcherBudget[] budgets,
      Publication[][] publications,
      Metrics metrics) {
    this.routing = routing;
    this.acks = acks;
    this.budgets = budgets;
    this.publications = publications;
    this.metrics = metrics;
  }

  /** What takes records that a dispatcher refuses for good. */
  interface Refusals {

    /**
     * A dispatcher has refused a record, and awaits it no more.
     *
     * @param origin who awaits the answer, which follows from this outcome; null when nobody does
     * @param messageBytes length of the message that brought it
     * @return whether the answer is given from here; otherwise it follows at once
     */
    boolean refused(
        Route route,
        TelemetryRecord record,
        String dispatcher,
        RecordOrigin origin,
        int messageBytes);
  }

  /** Who is told of what is refused for good; nobody until then. */
  void onRefused(Refusals refusals) {
    this.refusals = refusals;
  }

  int size() {
    return slots.used();
  }

  /** What is lost while the server stops. */
  Losses losses() {
    return losses;
  }

  /** Whether every dispatcher of a route has room for a record that makes nobody wait. */
  boolean hasRoom(Route route) {
    return route.destinations().stream().noneMatch(to -> budgets[to.number()].isFull());
  }

  /**
   * Hands a record to its dispatchers. Answers at once where no outcome decides; makes the vehicle
   * wait where a dispatcher that matters is full.
   *
   * @param origin null when nobody waits for an answer
   * @param messageBytes length of the message that brought it
   */
  void publish(Route route, TelemetryRecord record, RecordOrigin origin, int messageBytes) {
    int taken = takers(route, origin != null);
    Answer answer = acks.atHandover(route, taken);
    if (origin == null || answer != Answer.SILENCE) {
      countNotTaken(route, taken);
    }
    if (taken != 0) {
      handOver(
          route,
          taken,
          slots.acquire(route, record, route.hasSource() ? origin : null, messageBytes, taken));
    }
    if (origin != null) {
      if (answer != null) {
        origin.answer(route, route.topic(), record, messageBytes, answer);
      }
      awaitRoom(route, origin);
    }
  }

  /** The room beyond a budget is for vehicles, which bring one more before they wait. */
  private int takers(Route route, boolean ofVehicle) {
    int taken = 0;
    for (Destination destination : route.destinations()) {
      DispatcherBudget budget = budgets[destination.number()];
      if ((ofVehicle && destination.waits()) ? budget.isExhausted() : budget.isFull()) {
        metrics.dropped(destination.dispatcher(), route.type(), "full");
      } else {
        taken |= destination.bit();
      }
    }
    return taken;
  }

  /** A vehicle that gets no answer sends the record again; of any other, these have lost it. */
  private void countNotTaken(Route route, int taken) {
    for (Destination destination : route.destinations()) {
      if ((taken & destination.bit()) == 0) {
        losses.add(destination.dispatcher(), route.type());
      }
    }
  }

  private void handOver(Route route, int taken, SlotTable.Slot slot) {
    // Publishing can settle the slot at once, when a dispatcher is gone.
    TelemetryRecord record = slot.record();
    long ticket = slot.ticket();
    int cost = cost(record);
    for (int i = 0; i < route.destinations().size(); i++) {
      Destination destination = route.destinations().get(i);
      if ((taken & destination.bit()) != 0) {
        budgets[destination.number()].take(cost);
        publications[route.index()][i].publish(record, ticket);
      }
    }
  }

  /** Makes the vehicle wait where there is no room, or where it is the turn of others. */
  private void awaitRoom(Route route, RecordOrigin origin) {
    boolean mayGoOn = origin.spendQuantum();
    for (Destination destination : route.destinations()) {
      DispatcherBudget budget = budgets[destination.number()];
      if (destination.waits() && (budget.isFull() || (!mayGoOn && budget.isAwaited()))) {
        budget.await(origin);
      }
    }
  }

  /** A vehicle is gone: it waits for room no longer. */
  void forget(RecordOrigin origin) {
    for (DispatcherBudget budget : budgets) {
      budget.forget(origin);
    }
  }

  /** Takes outcomes from the bus, then lets vehicles in that wait for room. */
  void onOutcomes(OutcomeBatch batch) {
    long now = System.nanoTime();
    for (int i = 0; i < batch.tickets().length; i++) {
      onOutcome(batch.dispatcher(), batch.tickets()[i], batch.outcomes()[i], now);
    }
    budgets[batch.dispatcher()].admitWaiting();
  }

  /** Ends the records of a batch that reached no dispatcher. */
  void onUndeliverable(RecordBatch batch) {
    long now = System.nanoTime();
    for (long ticket : batch.tickets()) {
      onOutcome(batch.dispatcher(), ticket, Outcome.FAILED, now);
    }
    budgets[batch.dispatcher()].admitWaiting();
  }

  /** The dispatchers are gone: whatever they still had has failed. */
  void endAll() {
    long now = System.nanoTime();
    for (SlotTable.Slot slot : slots.inUse()) {
      long ticket = slot.ticket();
      for (Destination destination : slot.route().destinations()) {
        onOutcome(destination.number(), ticket, Outcome.FAILED, now);
      }
    }
  }

  private void onOutcome(int dispatcher, long ticket, Outcome outcome, long nowNanos) {
    SlotTable.Slot slot = slots.find(ticket);
    if (slot == null || !slot.settle(dispatcher)) {
      return;
    }
    Route route = slot.route();
    TelemetryRecord record = slot.record();
    RecordOrigin origin = dispatcher == route.source() ? slot.takeOrigin() : null;
    int messageBytes = slot.messageBytes();
    long publishedNanos = slot.publishedNanos();
    String name = routing.dispatchers().get(dispatcher);
    budgets[dispatcher].release(cost(record));
    metrics.dispatchLatency(name, route.type(), nowNanos - publishedNanos);
    if (outcome != Outcome.STORED) {
      metrics.dropped(name, route.type(), outcome == Outcome.REFUSED ? "refused" : "failed");
    }
    slots.releaseIfSettled(slot);
    if (outcome == Outcome.REFUSED && refusals.refused(route, record, name, origin, messageBytes)) {
      return;
    }
    if (origin != null) {
      if (outcome == Outcome.STORED) {
        metrics.ackLatency(name, route.type(), nowNanos - publishedNanos);
      }
      origin.answer(route, route.topic(), record, messageBytes, acks.atOutcome(outcome));
    } else if (outcome != Outcome.STORED) {
      // A vehicle that waits for its source's outcome is not acked, and sends the record again.
      losses.add(name, route.type());
    }
  }

  private static int cost(TelemetryRecord record) {
    return DispatcherBudget.RECORD_OVERHEAD_BYTES + record.size();
  }
}
