package io.fleettelemetry.dispatch.kafka;

import io.fleettelemetry.dispatch.Outcomes;
import io.fleettelemetry.telemetry.TelemetryRecord;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** One record from being taken over to its end, which comes once. */
final class Delivery implements Callback {

  /** Who is told what became of a record that the producer took. */
  interface Listener {

    /**
     * A record has left the producer. Comes on the producer's own thread.
     *
     * @param error null when the broker has the record
     */
    void onLeft(
        Delivery delivery, Producer<byte[], byte[]> producer, String topic, Exception error);
  }

  private final TelemetryRecord record;
  private final int index;
  private final Outcomes outcomes;
  private final long takenAtNanos;
  private final Listener listener;
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Set while a thread offers: what comes back on that thread is the producer's refusal. */
  private Thread offering;

  private Exception refusal;
  private Producer<byte[], byte[]> producer;
  private String topic;

  Delivery(
      TelemetryRecord record, int index, Outcomes outcomes, long takenAtNanos, Listener listener) {
    this.record = record;
    this.index = index;
    this.outcomes = outcomes;
    this.takenAtNanos = takenAtNanos;
    this.listener = listener;
  }

  TelemetryRecord record() {
    return record;
  }

  int index() {
    return index;
  }

  Outcomes outcomes() {
    return outcomes;
  }

  long takenAtNanos() {
    return takenAtNanos;
  }

  /** Why the last offer was not taken; null when it was, or when there was none. */
  Exception refusal() {
    return refusal;
  }

  /** Whether this call is the one that ends the record. */
  boolean end() {
    return ended.compareAndSet(false, true);
  }

  /**
   * Offers the record to a producer that does not block.
   *
   * @return null when it was taken and the listener will hear of it, else why it was not
   */
  Exception offerTo(Producer<byte[], byte[]> producer, String topic) {
    this.producer = producer;
    this.topic = topic;
    refusal = null;
    offering = Thread.currentThread();
    try {
      Future<RecordMetadata> unused = producer.send(message(), this);
      return refusal;
    } catch (RuntimeException e) {
      refusal = e;
      return e;
    } catch (Error e) {
      // A compression's native library that cannot be loaded: no offer of the record would end.
      refusal = new ExecutionException(e);
      return refusal;
    } finally {
      offering = null;
    }
  }

  private ProducerRecord<byte[], byte[]> message() {
    RecordHeaders headers = new RecordHeaders();
    record.forEachMetadata(headers::add);
    byte[] key = record.vin().getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(topic, null, null, key, record.payload(), headers);
  }

  @Override
  public void onCompletion(RecordMetadata metadata, Exception error) {
    if (Thread.currentThread() == offering) {
      refusal = error;
    } else {
      listener.onLeft(this, producer, topic, error);
    }
  }
}
