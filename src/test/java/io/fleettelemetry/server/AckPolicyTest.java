package io.fleettelemetry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.fleettelemetry.config.RoutingConfig.ReliableAckFailure;
import io.fleettelemetry.server.Route.Destination;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.RecordType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AckPolicyTest {

  private static final Destination WAITING = new Destination(0, "a", true);
  private static final Destination DROPPING = new Destination(1, "b", false);

  private final AckPolicy policy = new AckPolicy(ReliableAckFailure.FINAL);

  @Test
  void withoutASourceARecordIsAckedWhenItIsHandedOver() {
    Route route = route(Route.NO_SOURCE, WAITING);
    assertEquals(Answer.ACK, policy.atHandover(route, WAITING.bit()));
  }

  @Test
  void aRecordThatNobodyTookIsNotAckedWhenVehiclesShouldHaveWaited() {
    assertEquals(Answer.SILENCE, policy.atHandover(route(Route.NO_SOURCE, WAITING), 0));
  }

  @Test
  void aRecordThatOneOfTwoWaitingDispatchersDidNotTakeIsNotAcked() {
    Route route = route(Route.NO_SOURCE, WAITING, new Destination(2, "c", true));
    assertEquals(Answer.SILENCE, policy.atHandover(route, WAITING.bit()));
  }

  @Test
  void aRecordThatOnlyDroppingDispatchersLostIsAcked() {
    assertEquals(Answer.ACK, policy.atHandover(route(Route.NO_SOURCE, DROPPING), 0));
  }

  @Test
  void withASourceTheAnswerFollowsItsOutcome() {
    Route route = route(0, WAITING, DROPPING);
    assertNull(policy.atHandover(route, WAITING.bit() | DROPPING.bit()));
    assertNull(policy.atHandover(route, WAITING.bit()));
  }

  @Test
  void aSourceThatDidNotTakeTheRecordLeavesTheVehicleToSendItAgain() {
    assertEquals(Answer.SILENCE, policy.atHandover(route(0, WAITING, DROPPING), DROPPING.bit()));
  }

  @ParameterizedTest
  @CsvSource({
    "FINAL, STORED, ACK", "FINAL, REFUSED, NOT_STORED", "FINAL, FAILED, SILENCE",
    "ALWAYS, STORED, ACK", "ALWAYS, REFUSED, NOT_STORED", "ALWAYS, FAILED, NOT_STORED",
    "NEVER, STORED, ACK", "NEVER, REFUSED, SILENCE", "NEVER, FAILED, SILENCE"
  })
  void theOutcomeDecides(ReliableAckFailure onFailure, Outcome outcome, Answer expected) {
    assertEquals(expected, new AckPolicy(onFailure).atOutcome(outcome));
  }

  @Test
  void aDeadLetterIsAckedWhenItIsStoredAndElseAnsweredAsWithoutIt() {
    assertEquals(Answer.ACK, AckPolicy.atDeadLetter(Answer.ACK, Answer.NOT_STORED));
    assertEquals(
        Answer.INCORRECT_FORMAT,
        AckPolicy.atDeadLetter(Answer.NOT_STORED, Answer.INCORRECT_FORMAT));
    assertEquals(Answer.NOT_STORED, AckPolicy.atDeadLetter(Answer.SILENCE, Answer.NOT_STORED));
    assertEquals(Answer.SILENCE, AckPolicy.atDeadLetter(Answer.NOT_STORED, Answer.SILENCE));
  }

  private static Route route(int source, Destination... destinations) {
    return new Route(0, RecordType.V, new byte[] {'V'}, List.of(destinations), source);
  }
}
