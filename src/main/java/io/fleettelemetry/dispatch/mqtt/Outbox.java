package io.fleettelemetry.dispatch.mqtt;

import io.fleettelemetry.telemetry.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Records on their way to the broker, in the order in which they came. Their messages follow each
 * other without waiting for confirmations, so many at most. When the connection is lost, all that
 * has begun and not ended goes again over the next one, before what has not begun: a vehicle's
 * order holds, and a message may be there twice. A record whose time is up fails.
 *
 * <p>A broker of MQTT 3.1.1 has no way to refuse a message but to end the connection, at each
 * attempt, and all that follow would share its fate. So of what goes again the first record goes
 * alone, and when the connection ends twice at it, it has failed.
 *
 * <p>All of it happens on one thread, which is no event loop, because the client may block who
 * publishes; any thread may call. What waits is bounded by what the ingest side lets be in flight,
 * and by each record's deadline.
 */
final class Outbox {

  /** A record that was alone when so many connections ended is taken for the reason. */
  private static final int MAX_LOSSES = 2;

  private final ScheduledExecutorService thread;
  private final Publisher publisher;
  private final Settlements settlements;
  private final int maxInFlight;

  /** Those with a message that is still to be sent; of the first one some may have been. */
  private final Deque<Delivery> waiting = new ArrayDeque<>();

  /** Those that have begun and not ended, in their order. */
  private final Set<Delivery> open = new LinkedHashSet<>();

  private final Promise<Void> idle = Promise.promise();
  private boolean connected;
  private boolean stopping;
  private boolean timed;
  private boolean alone;
  private int inFlight;

  /** Counts connections, and their ends: a reply that came over an earlier one counts no more. */
  private final AtomicInteger connection = new AtomicInteger();

  private volatile int size;

  /**
   * An empty one, which is not connected.
   *
   * @param thread the one that it works on
   */
  Outbox(
      ScheduledExecutorService thread,
      Publisher publisher,
      Settlements settlements,
      int maxInFlight) {
    this.thread = thread;
    this.publisher = publisher;
    this.settlements = settlements;
    this.maxInFlight = maxInFlight;
  }

  /** How many records are here, as of a moment ago. */
  int size() {
    return size;
  }

  /** Takes records over, in this order. */
  void add(List<Delivery> deliveries) {
    thread.execute(
        () -> {
          waiting.addAll(deliveries);
          send();
        });
  }

  /** There is a new connection. */
  void connected() {
    thread.execute(
        () -> {
          connection.incrementAndGet();
          inFlight = 0;
          connected = true;
          begin();
          send();
        });
  }

  /** What had begun stands before what had not, in its order. */
  private void begin() {
    List<Delivery> again = new ArrayList<>(open);
    // Of those that wait only the first may have begun.
    if (open.contains(waiting.peek())) {
      waiting.remove();
    }
    open.clear();
    for (int i = again.size() - 1; i >= 0; i--) {
      again.get(i).begin();
      waiting.addFirst(again.get(i));
    }
  }

  /**
   * The connection is gone. From this moment on its replies are no news: the client takes a message
   * of QoS 2 that the broker has received and not released for published when its session ends.
   */
  void disconnected() {
    connection.incrementAndGet();
    thread.execute(
        () -> {
          connected = false;
          suspect();
        });
  }

  private void suspect() {
    if (alone && open.size() == 1 && open.iterator().next().countLoss() >= MAX_LOSSES) {
      Delivery reason = open.iterator().next();
      open.remove(reason);
      waiting.remove(reason);
      settlements.failed(
          reason,
          reason.message(0),
          Outcome.FAILED,
          "the broker ends the connection at this record, also when it comes alone");
      ended();
    }
    alone = !open.isEmpty();
  }

  /** Waits until all has ended; never fails. */
  Future<Void> drain() {
    thread.execute(
        () -> {
          stopping = true;
          ended();
        });
    return idle.future();
  }

  /** Ends all that has not; never fails. */
  Future<Void> giveUp() {
    thread.execute(
        () -> {
          List<Delivery> rest = new ArrayList<>(open);
          rest.addAll(waiting);
          waiting.clear();
          open.clear();
          rest.stream().filter(delivery -> !delivery.isSettled()).forEach(settlements::stopped);
          ended();
        });
    return idle.future();
  }

  private void send() {
    while (connected && inFlight < maxInFlight && !waiting.isEmpty()) {
      Delivery head = waiting.peek();
      if (alone && !open.isEmpty() && !open.contains(head)) {
        break;
      }
      if (head.hasNext()) {
        open.add(head);
        send(head, head.next());
      }
      if (!head.hasNext()) {
        waiting.remove(head);
      }
    }
    ended();
    expireInTime();
  }

  private void send(Delivery delivery, int number) {
    inFlight++;
    int over = connection.get();
    publisher.publish(
        delivery.message(number),
        reply -> thread.execute(() -> replied(delivery, number, over, reply)));
  }

  private void replied(Delivery delivery, int number, int over, Reply reply) {
    if (over != connection.get()) {
      return;
    }
    inFlight--;
    if (!delivery.isSettled()) {
      settle(delivery, number, reply);
      alone &= !delivery.isSettled();
    }
    send();
  }

  private void settle(Delivery delivery, int number, Reply reply) {
    MqttMessage message = delivery.message(number);
    if (reply instanceof Reply.Confirmed) {
      settlements.confirmed(delivery, message);
      if (delivery.confirm(number)) {
        settlements.stored(delivery);
        open.remove(delivery);
      }
    } else if (reply instanceof Reply.Refused refused) {
      settlements.failed(delivery, message, Outcome.REFUSED, refused.reason());
      open.remove(delivery);
    } else if (reply instanceof Reply.NotNow notNow) {
      settlements.failed(delivery, message, Outcome.FAILED, notNow.reason());
      open.remove(delivery);
    } else {
      // It goes again with the next connection, and nothing may overtake it over this one.
      connected = false;
    }
  }

  /** The oldest is the first whose time is up; a timer waits for that moment. */
  private void expireInTime() {
    Delivery oldest = oldest();
    if (oldest != null && !timed) {
      timed = true;
      long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(oldest.leftNanos()) + 1);
      thread.schedule(
          () -> {
            timed = false;
            expire();
            send();
          },
          millis,
          TimeUnit.MILLISECONDS);
    }
  }

  private void expire() {
    for (Delivery oldest = oldest(); oldest != null && oldest.leftNanos() <= 0; oldest = oldest()) {
      open.remove(oldest);
      waiting.remove(oldest);
      if (!oldest.isSettled()) {
        settlements.expired(oldest);
      }
    }
  }

  private Delivery oldest() {
    return open.isEmpty() ? waiting.peek() : open.iterator().next();
  }

  private void ended() {
    size = waiting.size() + open.size();
    if (stopping && size == 0) {
      idle.tryComplete();
    }
  }
}
