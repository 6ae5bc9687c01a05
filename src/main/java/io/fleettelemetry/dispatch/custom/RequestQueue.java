package io.fleettelemetry.dispatch.custom;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/**
 * Asks the verticle for each record, so many at once and the rest in turn; in the order in which
 * they came, and where several instances take turns none of a vehicle before the one ahead of it
 * has its reply. All of it happens on one event loop.
 *
 * <p>Nobody pauses a consumer of the event bus, and one that is slow queues without limit: hence
 * the limit here. What waits here is bounded by what the ingest side lets be in flight, and each
 * record by its deadline: those that were asked for earlier end earlier, and make room.
 */
final class RequestQueue {

  private final Vertx vertx;
  private final CustomSettings settings;
  private final Settlements settlements;
  private final ContextInternal context;
  private final Queue<Delivery> waiting = new ArrayDeque<>();

  /** Vehicles with a record in flight, and what is behind it; only with several instances. */
  private final Map<String, Queue<Delivery>> behind = new HashMap<>();

  private final Promise<Void> idle = Promise.promise();

  /** Those that the verticle has. */
  private final Set<Delivery> inFlight = Collections.newSetFromMap(new IdentityHashMap<>());

  private int held;
  private boolean stopping;

  RequestQueue(Vertx vertx, CustomSettings settings, Settlements settlements) {
    this.vertx = vertx;
    this.settings = settings;
    this.settlements = settlements;
    this.context = ((VertxInternal) vertx).createEventLoopContext();
  }

  /** Takes records over, in this order. Any thread; calls for one vehicle must not overlap. */
  void add(List<Delivery> deliveries) {
    context.runOnContext(
        v -> {
          held += deliveries.size();
          deliveries.forEach(this::enqueue);
          send();
        });
  }

  /**
   * Waits until all that was taken over has ended. Any thread.
   *
   * @return completes on the event loop; never fails
   */
  Future<Void> drain() {
    context.runOnContext(
        v -> {
          stopping = true;
          completeWhenIdle();
        });
    return idle.future();
  }

  /**
   * Ends all that has no outcome; a reply that comes later counts no more. Any thread.
   *
   * @return completes on the event loop; never fails
   */
  Future<Void> giveUp() {
    context.runOnContext(
        v -> {
          List.copyOf(inFlight).forEach(this::stop);
          inFlight.clear();
          for (Delivery head = waiting.poll(); head != null; head = waiting.poll()) {
            stop(head);
          }
        });
    return idle.future();
  }

  private void stop(Delivery delivery) {
    settlements.stopped(delivery, address(delivery));
    ended(delivery);
  }

  private void enqueue(Delivery delivery) {
    Queue<Delivery> ahead = behind.get(delivery.record().vin());
    if (ahead != null) {
      ahead.add(delivery);
      return;
    }
    if (settings.instances() > 1) {
      behind.put(delivery.record().vin(), new ArrayDeque<>());
    }
    waiting.add(delivery);
  }

  private void send() {
    while (inFlight.size() < settings.maxInFlight() && !waiting.isEmpty()) {
      Delivery head = waiting.remove();
      long left = head.leftMillis();
      if (left <= 0) {
        settlements.expired(head, address(head));
        ended(head);
      } else {
        send(head, left);
      }
    }
  }

  private void send(Delivery delivery, long timeoutMillis) {
    inFlight.add(delivery);
    DeliveryOptions options =
        new DeliveryOptions()
            .setLocalOnly(true)
            .setSendTimeout(timeoutMillis)
            .setHeaders(headers(delivery));
    String address = address(delivery);
    vertx
        .eventBus()
        .request(address, Buffer.buffer(delivery.record().payload()), options)
        .onComplete(
            reply -> {
              if (inFlight.remove(delivery)) {
                settle(delivery, address, reply);
                ended(delivery);
                send();
              }
            });
  }

  private void settle(Delivery delivery, String address, AsyncResult<?> reply) {
    if (reply.succeeded()) {
      settlements.stored(delivery);
    } else {
      settlements.failed(delivery, address, reply.cause());
    }
  }

  /** The vehicle's next record may come, behind all that already wait. */
  private void ended(Delivery delivery) {
    held--;
    String vin = delivery.record().vin();
    Queue<Delivery> rest = behind.get(vin);
    if (rest != null) {
      Delivery next = rest.poll();
      if (next == null) {
        behind.remove(vin);
      } else {
        waiting.add(next);
      }
    }
    completeWhenIdle();
  }

  private void completeWhenIdle() {
    if (stopping && held == 0) {
      idle.tryComplete();
    }
  }

  private String address(Delivery delivery) {
    return settings.address(delivery.record().type().name());
  }

  private static MultiMap headers(Delivery delivery) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    delivery
        .record()
        .forEachMetadata(
            (name, value) -> headers.add(name, new String(value, StandardCharsets.UTF_8)));
    return headers;
  }
}
