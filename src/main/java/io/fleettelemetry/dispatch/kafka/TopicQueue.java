package io.fleettelemetry.dispatch.kafka;

import io.fleettelemetry.dispatch.kafka.ProducerLink.Offer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The records of one topic that the producer could not take at once, in the order in which they
 * came; a topic that does not exist holds back no other. While one waits all later ones of its
 * topic wait behind it, which keeps the order of each vehicle. It needs no bound of its own: the
 * ingest side bounds what is on its way, and a record leaves this queue after the delivery
 * time-out.
 */
final class TopicQueue {

  private final String topic;
  private final ProducerLink link;
  private final Queue<Delivery> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();

  TopicQueue(String topic, ProducerLink link) {
    this.topic = topic;
    this.link = link;
  }

  String topic() {
    return topic;
  }

  int size() {
    return size.get();
  }

  /**
   * Hands a record to the producer, or queues it. Calls for one vehicle must not overlap.
   *
   * @return whether the queue was empty and no longer is
   */
  boolean add(Delivery delivery) {
    if (size.get() == 0 && link.offer(delivery, topic) != Offer.WAIT) {
      return false;
    }
    // Counted first: a count of 0 must mean that nothing of any vehicle waits.
    boolean first = size.getAndIncrement() == 0;
    waiting.add(delivery);
    return first;
  }

  /** Why the first record waits, for an operator. */
  String problem() {
    Delivery head = head();
    if (!link.isConnected()) {
      return link.problem();
    }
    boolean offered = head != null && head.refusal() != null;
    return offered ? KafkaErrors.text(head.refusal()) : "the producer is full";
  }

  /** The first record that waits, or null. For the one thread that drains. */
  Delivery head() {
    return waiting.peek();
  }

  /**
   * Hands over what the producer takes now. For one thread.
   *
   * @return whether it took any
   */
  boolean drain() {
    boolean any = false;
    // Removed only when it has been offered: until then its vehicle's next one queues behind it.
    for (Delivery head = head(); head != null; head = head()) {
      if (link.offer(head, topic) == Offer.WAIT) {
        break;
      }
      remove();
      any = true;
    }
    return any;
  }

  /** Takes the first record out. For the one thread that drains. */
  void remove() {
    waiting.remove();
    size.decrementAndGet();
  }
}
