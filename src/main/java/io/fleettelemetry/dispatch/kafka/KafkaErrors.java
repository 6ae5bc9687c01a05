package io.fleettelemetry.dispatch.kafka;

import io.fleettelemetry.telemetry.Outcome;
import java.util.List;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** What the client's errors mean for a record and for the producer: the one place that says so. */
final class KafkaErrors {

  /**
   * The broker, or the client on its behalf, will never take this very record. A topic that does
   * not exist is not among them: it may be made while the record waits.
   */
  private static final List<Class<? extends Exception>> FINAL =
      List.of(
          RecordTooLargeException.class,
          RecordBatchTooLargeException.class,
          InvalidRecordException.class,
          InvalidTimestampException.class,
          InvalidTopicException.class,
          TopicAuthorizationException.class,
          PolicyViolationException.class,
          SerializationException.class,
          UnsupportedForMessageFormatException.class);

  /** After these the producer is of no use any more, or could change the order of records. */
  private static final List<Class<? extends Exception>> ENDS_PRODUCER =
      List.of(
          AuthenticationException.class,
          ClusterAuthorizationException.class,
          InvalidProducerEpochException.class,
          OutOfOrderSequenceException.class,
          ProducerFencedException.class,
          UnknownProducerIdException.class,
          UnsupportedVersionException.class);

  /** Those of them that come when the record is in the producer already. */
  private static final List<Class<? extends Exception>> AFTER_TAKING =
      List.of(ProducerFencedException.class, InvalidProducerEpochException.class);

  private KafkaErrors() {}

  /** How a record ends with this error: {@code REFUSED} for good, or {@code FAILED} for now. */
  static Outcome outcome(Exception error) {
    return isOne(reason(error), FINAL) ? Outcome.REFUSED : Outcome.FAILED;
  }

  /**
   * Whether a record that the producer did not take may be offered again: metadata or room is
   * missing, or the producer has just been replaced.
   */
  static boolean isWorthWaiting(Exception error) {
    boolean notTaken = error instanceof ApiException && !isOne(error, AFTER_TAKING);
    boolean closed = error instanceof IllegalStateException;
    return outcome(error) == Outcome.FAILED && (notTaken || closed);
  }

  /** Whether the producer must be replaced. */
  static boolean endsProducer(Exception error) {
    // A bare one tells of the producer's own state: closed, or failed for good.
    boolean bare = error.getClass() == KafkaException.class;
    return bare || error instanceof IllegalStateException || isOne(error, ENDS_PRODUCER);
  }

  /** Whether the broker refuses who we are. */
  static boolean isRefusal(Exception error) {
    return error instanceof AuthenticationException;
  }

  /** What stands behind a time-out, where the client knows it. */
  static Throwable reason(Exception error) {
    boolean hides = error instanceof TimeoutException && error.getCause() instanceof ApiException;
    return hides ? error.getCause() : error;
  }

  /** The error's kind, which is a name of Kafka's protocol, and its message. */
  static String text(Exception error) {
    Throwable reason = reason(error);
    return kind(error) + ": " + reason.getMessage();
  }

  /** The name of Kafka's protocol for an error. */
  static String kind(Exception error) {
    return reason(error).getClass().getSimpleName().replaceFirst("Exception$", "");
  }

  private static boolean isOne(Throwable error, List<Class<? extends Exception>> kinds) {
    return kinds.stream().anyMatch(kind -> kind.isInstance(error));
  }
}
