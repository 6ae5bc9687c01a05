package io.fleettelemetry.dispatch.redis;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The records of one slot without an outcome, in their order: first those that were sent, all on
 * one lane, then those that wait. A server answers in the order in which it was asked, so an answer
 * is always about the first one. Not thread-safe.
 */
final class SlotQueue {

  private final Deque<Delivery> waiting = new ArrayDeque<>();
  private final Deque<Delivery> sent = new ArrayDeque<>();
  private final Deque<Delivery> returned = new ArrayDeque<>();
  private Lane lane;
  private boolean held;

  /** Takes the newest record. */
  void add(Delivery delivery) {
    waiting.addLast(delivery);
  }

  boolean isEmpty() {
    return waiting.isEmpty() && sent.isEmpty() && returned.isEmpty();
  }

  /** Whether records may be sent that no call has sent so far. */
  boolean hasUnsent() {
    return !held && !waiting.isEmpty();
  }

  /**
   * Takes the first of what waits for sending on this lane; empty when there is none, and while
   * another lane owes answers.
   */
  Optional<Delivery> next(Lane to) {
    if (held || waiting.isEmpty() || (lane != to && !sent.isEmpty())) {
      return Optional.empty();
    }
    lane = to;
    Delivery next = waiting.removeFirst();
    sent.addLast(next);
    return Optional.of(next);
  }

  /**
   * An answer ends a record that was sent.
   *
   * @return those before it that were to be sent again: too late, since a later one has been dealt
   *     with
   */
  List<Delivery> answered(Delivery delivery) {
    sent.remove(delivery);
    List<Delivery> late = List.copyOf(returned);
    returned.clear();
    held = false;
    return late;
  }

  /** A record that was sent is to be sent again, to where {@link #release} says. */
  void giveBack(Delivery delivery) {
    sent.remove(delivery);
    returned.addLast(delivery);
    held = true;
  }

  /** A lane is lost: what it owes an answer to waits again. */
  void reclaim(Lane lost) {
    if (lane == lost) {
      restore(sent);
      restore(returned);
      held = false;
    }
  }

  /** Records that were given back may be sent, unless later ones still have no answer. */
  void release() {
    if (sent.isEmpty()) {
      restore(returned);
      held = false;
    }
  }

  /** Puts records before those that wait. */
  private void restore(Deque<Delivery> from) {
    while (!from.isEmpty()) {
      waiting.addFirst(from.removeLast());
    }
  }

  /** A record has an outcome for another reason than an answer. */
  void remove(Delivery delivery) {
    if (!waiting.remove(delivery) && !sent.remove(delivery)) {
      returned.remove(delivery);
    }
  }

  /** Whether this record was sent and has no answer. */
  boolean isSent(Delivery delivery) {
    return sent.contains(delivery);
  }
}
