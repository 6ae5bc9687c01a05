package io.fleettelemetry.dispatch.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.producer.ProducerConfig;

/** What hangs together: idempotence with its conditions, the order of records, times and sizes. */
final class DeliveryGuarantees {

  private static final String IDEMPOTENCE = ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG;
  private static final String ACKS = ProducerConfig.ACKS_CONFIG;
  private static final String RETRIES = ProducerConfig.RETRIES_CONFIG;
  private static final String IN_FLIGHT = ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION;
  private static final String DELIVERY_TIMEOUT = ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG;
  private static final String REQUEST_TIMEOUT = ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG;
  private static final String LINGER = ProducerConfig.LINGER_MS_CONFIG;
  private static final String BUFFER = ProducerConfig.BUFFER_MEMORY_CONFIG;
  private static final String BATCH = ProducerConfig.BATCH_SIZE_CONFIG;

  private static final long IDEMPOTENT_IN_FLIGHT = 5;
  private static final long DEFAULT_DELIVERY_TIMEOUT = 300_000;
  private static final long DEFAULT_REQUEST_TIMEOUT = 30_000;
  private static final long DEFAULT_LINGER = 5;
  private static final long DEFAULT_BUFFER = 32 << 20;

  /**
   * Four times the Java client's own: with one request in flight a batch is what a trip carries.
   */
  private static final long DEFAULT_BATCH = 64 << 10;

  private DeliveryGuarantees() {}

  /** Fills in what the file leaves open, and reports what does not go together. */
  static void apply(GivenProperties given) {
    idempotence(given);
    order(given);
    times(given);
    sizes(given);
  }

  private static void idempotence(GivenProperties given) {
    List<String> conflicts = new ArrayList<>();
    if (given.text(ACKS).filter(acks -> !acks.equals("all") && !acks.equals("-1")).isPresent()) {
      conflicts.add(ACKS);
    }
    if (is(given.number(RETRIES), 0, 0)) {
      conflicts.add(RETRIES);
    }
    if (is(given.number(IN_FLIGHT), IDEMPOTENT_IN_FLIGHT + 1, Long.MAX_VALUE)) {
      conflicts.add(IN_FLIGHT);
    }
    if (given.text(IDEMPOTENCE).filter("true"::equals).isPresent()) {
      String rule =
          "conflicts with enable.idempotence: true, which takes acks all, retries above 0 and at"
              + " most 5 requests in flight";
      conflicts.forEach(name -> given.error(name, rule));
    }
    given.putIfAbsent(IDEMPOTENCE, conflicts.isEmpty());
    given.putIfAbsent(ACKS, "all");
  }

  private static boolean is(OptionalLong number, long min, long max) {
    return number.isPresent() && number.getAsLong() >= min && number.getAsLong() <= max;
  }

  /**
   * With more requests in flight a batch that is sent again may come after a later one. Idempotence
   * prevents that but for the first batches of a producer on a partition: where the leader refuses
   * the first for now and takes the second, it never takes the first, which is then sent again in
   * vain until its time is up.
   */
  private static void order(GivenProperties given) {
    if (is(given.number(RETRIES), 0, 0)) {
      return;
    }
    if (is(given.number(IN_FLIGHT), 2, Long.MAX_VALUE)) {
      given.warning(
          IN_FLIGHT,
          "above 1 a record that is sent again may come after a later one of its vehicle");
    }
    given.putIfAbsent(IN_FLIGHT, 1);
  }

  /** The Java client wants room for one request after the linger; librdkafka shortens requests. */
  private static void times(GivenProperties given) {
    long delivery = given.number(DELIVERY_TIMEOUT).orElse(DEFAULT_DELIVERY_TIMEOUT);
    long linger = given.number(LINGER).orElse(Math.min(DEFAULT_LINGER, delivery - 1));
    if (linger >= delivery) {
      given.error(
          given.has(DELIVERY_TIMEOUT) ? DELIVERY_TIMEOUT : LINGER,
          "the time to deliver (%d ms) must be longer than the linger (%d ms)"
              .formatted(delivery, linger));
      return;
    }
    given.putIfAbsent(DELIVERY_TIMEOUT, delivery);
    given.putIfAbsent(LINGER, linger);
    given.limit(REQUEST_TIMEOUT, DEFAULT_REQUEST_TIMEOUT, delivery - linger);
  }

  /** A batch that is larger than the whole buffer could never be opened. */
  private static void sizes(GivenProperties given) {
    long buffer = given.number(BUFFER).orElse(DEFAULT_BUFFER);
    if (buffer > 0) {
      given.limit(BATCH, DEFAULT_BATCH, buffer);
    }
  }
}
