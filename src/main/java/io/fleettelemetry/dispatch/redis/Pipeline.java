package io.fleettelemetry.dispatch.redis;

import io.fleettelemetry.dispatch.redis.RedisErrors.Meaning;
import io.fleettelemetry.telemetry.Outcome;
import io.lettuce.core.protocol.AsyncCommand;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * All records without an outcome, in their order for each slot. What can be sent is sent at once,
 * without waiting for answers; what was sent and has no answer when its connection ends is sent
 * again on the next one, in the same order. What has no outcome at its deadline has failed, and a
 * connection that owes answers and gives none is given up.
 *
 * <p>It holds no more than the ingest side lets be in flight, and nothing for longer than the
 * publish time-out. Thread-safe; never blocks.
 */
final class Pipeline implements Lanes.Listener {

  /** How late a deadline may be noticed. */
  private static final long TICK_MILLIS = 50;

  /** The part of a stop's time that is for closing. */
  private static final int CLOSING_SHARE = 10;

  private final Masters masters;
  private final Commands commands;
  private final Settlements settlements;
  private final Duration publishTimeout;
  private final Duration readTimeout;
  private final Object lock = new Object();
  private final Lanes lanes;
  private final Map<Integer, SlotQueue> queues = new HashMap<>();

  /** Oldest first. */
  private final Set<Delivery> unsettled = new LinkedHashSet<>();

  private final Promise<Void> drained = Promise.promise();
  private boolean draining;

  Pipeline(Masters masters, Commands commands, Settlements settlements, RedisSettings settings) {
    this.masters = masters;
    this.commands = commands;
    this.settlements = settlements;
    this.publishTimeout = settings.publishTimeout();
    this.readTimeout = settings.target().readTimeout();
    this.lanes = new Lanes(masters, settlements, this, lock);
  }

  /** Connects, as {@link Lanes#start}. */
  Future<Void> start(String name, Duration limit) {
    masters
        .timer()
        .scheduleAtFixedRate(this::expire, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    synchronized (lock) {
      return lanes.start(name, limit);
    }
  }

  /** Takes records, in their order. */
  void add(List<Delivery> deliveries) {
    synchronized (lock) {
      Set<Integer> slots = new LinkedHashSet<>();
      for (Delivery delivery : deliveries) {
        unsettled.add(delivery);
        queues.computeIfAbsent(delivery.slot(), slot -> new SlotQueue()).add(delivery);
        slots.add(delivery.slot());
      }
      send(slots);
    }
  }

  private void send(Collection<Integer> slots) {
    for (int slot : slots) {
      SlotQueue queue = queues.get(slot);
      lanes.open(slot).ifPresent(lane -> write(queue, lane));
    }
    lanes.flush();
  }

  private void write(SlotQueue queue, Lane lane) {
    Optional<Delivery> next = Optional.empty();
    do {
      next.ifPresent(delivery -> write(delivery, lane));
      next = lane.isFull() ? Optional.empty() : queue.next(lane);
    } while (next.isPresent());
  }

  private void write(Delivery delivery, Lane lane) {
    AsyncCommand<byte[], byte[], Long> command =
        new AsyncCommand<>(commands.command(delivery.record()));
    // Completes on the connection's thread, or on this one when the connection ends meanwhile.
    command.whenComplete((copies, error) -> answered(delivery, lane, copies, error));
    lane.write(command, delivery.size());
  }

  private void answered(Delivery delivery, Lane lane, Long copies, Throwable error) {
    synchronized (lock) {
      if (lane.isLost()) {
        return;
      }
      lane.heard(delivery.size());
      if (unsettled.contains(delivery)) {
        settle(delivery, lane, copies, error);
      }
      if (lane.hasRoomAgain()) {
        send(List.copyOf(queues.keySet()));
      }
    }
  }

  private void settle(Delivery delivery, Lane lane, Long copies, Throwable error) {
    if (error == null) {
      lane.answered();
      end(delivery);
      settlements.stored(delivery, copies);
    } else {
      failed(delivery, lane, error);
    }
    if (draining && unsettled.isEmpty()) {
      drained.tryComplete();
    }
  }

  private void failed(Delivery delivery, Lane lane, Throwable error) {
    Meaning meaning = RedisErrors.meaning(error);
    if (meaning == Meaning.MOVED) {
      queues.get(delivery.slot()).giveBack(delivery);
      lanes.lookSoon();
    } else if (meaning == Meaning.RECONNECT) {
      lanes.lose(lane, RedisErrors.kind(error), RedisErrors.reason(error));
    } else {
      lane.answered();
      end(delivery);
      Outcome outcome = meaning == Meaning.REFUSED ? Outcome.REFUSED : Outcome.FAILED;
      settlements.failed(delivery, outcome, RedisErrors.kind(error), RedisErrors.reason(error));
    }
  }

  /** An answer ends a record, and those that were to be sent again before it: order comes first. */
  private void end(Delivery delivery) {
    SlotQueue queue = queues.get(delivery.slot());
    for (Delivery late : queue.answered(delivery)) {
      unsettled.remove(late);
      settlements.failed(late, Outcome.FAILED, "Overtaken", "a later record was answered first");
    }
    unsettled.remove(delivery);
    tidy(delivery.slot(), queue);
    if (queue.hasUnsent()) {
      send(List.of(delivery.slot()));
    }
  }

  private void tidy(int slot, SlotQueue queue) {
    if (queue.isEmpty()) {
      queues.remove(slot);
    }
  }

  @Override
  public void changed() {
    queues.values().forEach(SlotQueue::release);
    send(List.copyOf(queues.keySet()));
  }

  @Override
  public void lost(Lane lane) {
    queues.values().forEach(queue -> queue.reclaim(lane));
  }

  private void expire() {
    synchronized (lock) {
      long now = System.nanoTime();
      List<Delivery> late = new ArrayList<>();
      for (Delivery delivery : unsettled) {
        if (!delivery.isLate(now)) {
          break;
        }
        late.add(delivery);
      }
      String waited = "not stored within %d ms: ".formatted(publishTimeout.toMillis());
      giveUp(late, "Timeout", waited);
      lanes.loseSilent(readTimeout);
    }
  }

  private void giveUp(List<Delivery> deliveries, String kind, String message) {
    for (Delivery delivery : deliveries) {
      SlotQueue queue = queues.get(delivery.slot());
      String why =
          queue.isSent(delivery)
              ? "the server did not answer in time"
              : lanes.problem().orElse("the connection was busy");
      queue.remove(delivery);
      unsettled.remove(delivery);
      tidy(delivery.slot(), queue);
      settlements.failed(delivery, Outcome.FAILED, kind, message + why);
    }
    if (draining && unsettled.isEmpty()) {
      drained.tryComplete();
    }
  }

  /**
   * Waits until every record has its outcome, then closes everything.
   *
   * @param limit after it, what has no outcome has failed
   */
  Future<Void> stop(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    long flushing = limit.toMillis() - limit.toMillis() / CLOSING_SHARE;
    synchronized (lock) {
      draining = true;
      if (unsettled.isEmpty()) {
        drained.tryComplete();
      }
    }
    masters.timer().schedule(this::abandon, flushing, TimeUnit.MILLISECONDS);
    return drained.future().compose(any -> close(Duration.ofNanos(end - System.nanoTime())));
  }

  private void abandon() {
    synchronized (lock) {
      giveUp(List.copyOf(unsettled), "Stopped", "the dispatcher stops: ");
    }
  }

  private Future<Void> close(Duration limit) {
    synchronized (lock) {
      lanes.close();
    }
    return Future.fromCompletionStage(masters.close(limit));
  }

  /** What keeps records from a server; empty when nothing is known of that. */
  Optional<String> problem() {
    synchronized (lock) {
      return lanes.problem();
    }
  }

  /** How many records have no outcome. */
  int size() {
    synchronized (lock) {
      return unsettled.size();
    }
  }
}
