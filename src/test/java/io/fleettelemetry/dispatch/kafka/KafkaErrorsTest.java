package io.fleettelemetry.dispatch.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.telemetry.Outcome;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaErrorsTest {

  private static final boolean WAITS = true;
  private static final boolean ENDS_PRODUCER = true;

  static Stream<Arguments> errors() {
    return Stream.of(
        of(new RecordTooLargeException("large"), Outcome.REFUSED, !WAITS, !ENDS_PRODUCER),
        of(new TopicAuthorizationException("topic"), Outcome.REFUSED, !WAITS, !ENDS_PRODUCER),
        of(new InvalidTopicException("topic"), Outcome.REFUSED, !WAITS, !ENDS_PRODUCER),
        of(new SerializationException("bytes"), Outcome.REFUSED, !WAITS, !ENDS_PRODUCER),
        of(
            new TimeoutException("metadata", new TopicAuthorizationException("topic")),
            Outcome.REFUSED,
            !WAITS,
            !ENDS_PRODUCER),
        of(
            new TimeoutException("metadata", new UnknownTopicOrPartitionException("topic")),
            Outcome.FAILED,
            WAITS,
            !ENDS_PRODUCER),
        of(new TimeoutException("metadata"), Outcome.FAILED, WAITS, !ENDS_PRODUCER),
        of(new NotEnoughReplicasException("one"), Outcome.FAILED, WAITS, !ENDS_PRODUCER),
        of(new NotLeaderOrFollowerException("moved"), Outcome.FAILED, WAITS, !ENDS_PRODUCER),
        of(new SaslAuthenticationException("who"), Outcome.FAILED, WAITS, ENDS_PRODUCER),
        of(new ClusterAuthorizationException("id"), Outcome.FAILED, WAITS, ENDS_PRODUCER),
        of(new OutOfOrderSequenceException("gap"), Outcome.FAILED, WAITS, ENDS_PRODUCER),
        of(new ProducerFencedException("epoch"), Outcome.FAILED, !WAITS, ENDS_PRODUCER),
        of(new IllegalStateException("closed"), Outcome.FAILED, WAITS, ENDS_PRODUCER),
        of(new KafkaException("in an error state"), Outcome.FAILED, !WAITS, ENDS_PRODUCER),
        of(new IllegalArgumentException("ours"), Outcome.FAILED, !WAITS, !ENDS_PRODUCER));
  }

  private static Arguments of(
      Exception error, Outcome outcome, boolean waits, boolean endsProducer) {
    return Arguments.of(error, outcome, waits, endsProducer);
  }

  @ParameterizedTest
  @MethodSource("errors")
  void meaning(Exception error, Outcome outcome, boolean waits, boolean endsProducer) {
    assertEquals(outcome, KafkaErrors.outcome(error), "outcome");
    assertEquals(waits, KafkaErrors.isWorthWaiting(error), "waits where the client did not take");
    assertEquals(endsProducer, KafkaErrors.endsProducer(error), "ends the producer");
  }
}
