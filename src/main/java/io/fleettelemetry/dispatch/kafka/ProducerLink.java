package io.fleettelemetry.dispatch.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;

/**
 * The producer and its replacement. Records are offered from any thread; {@link #open}, {@link
 * #probe}, {@link #endRetired} and {@link #close} may block and are for one thread.
 */
final class ProducerLink implements Delivery.Listener {

  /** What became of an offer. */
  enum Offer {
    /** The producer has the record. */
    TAKEN,
    /** The record has had its outcome. */
    ENDED,
    /** Not now; the same record may be offered again. */
    WAIT
  }

  /** How far the way to a broker is open. */
  enum State {
    OPEN,
    /** No broker can be reached now. */
    AWAY,
    /** The settings, or who we are, are refused. */
    REFUSED
  }

  private final KafkaSettings settings;
  private final Producers producers;
  private final Settlements settlements;
  private final Runnable onRetired;
  private final AtomicReference<Producer<byte[], byte[]>> current = new AtomicReference<>();
  private final AtomicReference<Producer<byte[], byte[]>> retired = new AtomicReference<>();
  private final AtomicInteger held = new AtomicInteger();
  private volatile Metric connections;
  private volatile String problem = "not started";

  /**
   * A link without a producer.
   *
   * @param onRetired called on any thread when {@link #endRetired} has work
   */
  ProducerLink(
      KafkaSettings settings, Producers producers, Settlements settlements, Runnable onRetired) {
    this.settings = settings;
    this.producers = producers;
    this.settlements = settlements;
    this.onRetired = onRetired;
  }

  /** Makes the producer, which needs no broker, but the name of one that resolves. */
  State open() {
    try {
      Optional<Producer<byte[], byte[]>> producer = producers.open(settings);
      if (producer.isEmpty()) {
        problem = "no broker's name resolves: " + servers();
        return State.AWAY;
      }
      connections = metric(producer.get(), "connection-count");
      problem = "no connection to " + servers();
      current.set(producer.get());
      return State.OPEN;
    } catch (KafkaException e) {
      problem = messages(e);
      return State.REFUSED;
    }
  }

  /** All that is known of what went wrong; the first line says only that something did. */
  private static String messages(Throwable error) {
    String all =
        Stream.iterate(error, Objects::nonNull, Throwable::getCause)
            .skip(error.getCause() == null ? 0 : 1)
            .map(Throwable::getMessage)
            .filter(Objects::nonNull)
            .distinct()
            .collect(Collectors.joining(": "));
    return all.isEmpty() ? error.toString() : all;
  }

  /** Whether a broker has answered; asks for a topic and does not wait for the answer. */
  State probe(String topic) {
    try {
      current.get().partitionsFor(topic);
      return State.OPEN;
    } catch (KafkaException e) {
      if (!KafkaErrors.isRefusal(e)) {
        return State.AWAY;
      }
      problem = "the broker refuses us: " + messages(e);
      return State.REFUSED;
    }
  }

  /** Offers a record to the producer. Never blocks. */
  Offer offer(Delivery delivery, String topic) {
    Producer<byte[], byte[]> producer = current.get();
    if (producer == null || held.get() >= settings.maxRecords()) {
      return Offer.WAIT;
    }
    held.incrementAndGet();
    Exception refusal = delivery.offerTo(producer, topic);
    if (refusal == null) {
      settlements.taken(delivery);
      return Offer.TAKEN;
    }
    if (KafkaErrors.endsProducer(refusal)) {
      retire(producer, refusal);
    }
    if (KafkaErrors.isWorthWaiting(refusal)) {
      held.decrementAndGet();
      return Offer.WAIT;
    }
    leave(delivery, topic, refusal);
    return Offer.ENDED;
  }

  @Override
  public void onLeft(
      Delivery delivery, Producer<byte[], byte[]> producer, String topic, Exception error) {
    leave(delivery, topic, error);
    if (error != null && KafkaErrors.endsProducer(error)) {
      retire(producer, error);
    }
  }

  /** A producer that fails for good may end a record twice: by throwing, and by its callback. */
  private void leave(Delivery delivery, String topic, Exception error) {
    if (!delivery.end()) {
      return;
    }
    held.decrementAndGet();
    if (error == null) {
      settlements.stored(delivery);
    } else {
      settlements.failed(delivery, topic, error);
    }
  }

  private void retire(Producer<byte[], byte[]> producer, Exception error) {
    if (current.compareAndSet(producer, null)) {
      problem = messages(error);
      retired.set(producer);
      onRetired.run();
    }
  }

  boolean isOpen() {
    return current.get() != null;
  }

  /**
   * Ends the producer that was retired, so that a new one may be opened: what the old one still
   * holds comes before anything that the new one gets.
   *
   * @param limit how long it may take to end that
   */
  void endRetired(Duration limit) {
    Producer<byte[], byte[]> old = retired.getAndSet(null);
    if (old != null) {
      old.close(limit);
    }
  }

  /** Flushes and ends the producer; what is not confirmed in this time fails. */
  void close(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    endRetired(limit);
    Producer<byte[], byte[]> producer = current.getAndSet(null);
    if (producer != null) {
      producer.close(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }
    problem = "stopped";
  }

  /** Records that the producer holds. */
  int held() {
    return held.get();
  }

  /** Whether there is a connection to a broker. Cheap, on any thread. */
  boolean isConnected() {
    Metric metric = connections;
    return isOpen()
        && metric != null
        && metric.metricValue() instanceof Number count
        && count.doubleValue() > 0;
  }

  /** Why there is no connection, for an operator. */
  String problem() {
    return problem;
  }

  String servers() {
    return String.join(",", settings.bootstrapServers());
  }

  private static Metric metric(Producer<byte[], byte[]> producer, String name) {
    return producer.metrics().entrySet().stream()
        .filter(metric -> metric.getKey().name().equals(name))
        .filter(metric -> metric.getKey().group().equals("producer-metrics"))
        .map(Map.Entry::getValue)
        .findAny()
        .orElse(null);
  }
}
