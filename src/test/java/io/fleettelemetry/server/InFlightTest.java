package io.fleettelemetry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.bus.BatchPublisher.Publication;
import io.fleettelemetry.bus.OutcomeBatch;
import io.fleettelemetry.config.RoutingConfig;
import io.fleettelemetry.config.RoutingConfig.ReliableAckFailure;
import io.fleettelemetry.metrics.Metrics;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A record type with two dispatchers: {@code kafka}, the source, and {@code other}. */
class InFlightTest {

  private static final int MAX_RECORDS = 8;
  private static final int MAX_BYTES = 1_000_000;
  private static final int QUANTUM = 2;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Routing routing =
      Routing.of(
          new RoutingConfig(
              Map.of("V", List.of("kafka", "other")),
              Map.of("V", "kafka"),
              ReliableAckFailure.FINAL,
              Map.of(),
              Optional.empty()));
  private final Route route = routing.route(RecordType.V);
  private final Deque<Long> atKafka = new ArrayDeque<>();
  private final Deque<Long> atOther = new ArrayDeque<>();
  private final DispatcherBudget[] budgets = {
    new DispatcherBudget(MAX_RECORDS, MAX_BYTES, QUANTUM, later -> {}),
    new DispatcherBudget(MAX_RECORDS, MAX_BYTES, QUANTUM, later -> {})
  };
  private final InFlight inFlight =
      new InFlight(
          routing,
          new AckPolicy(ReliableAckFailure.FINAL),
          budgets,
          new Publication[][] {
            {(record, ticket) -> atKafka.add(ticket), (record, ticket) -> atOther.add(ticket)}
          },
          new Metrics(registry, Set.of("V"), Set.of()));
  private final Origin origin = new Origin();

  @Test
  void theAnswerFollowsTheSourceAndNobodyElse() {
    publish();
    settle("other", atOther, Outcome.FAILED);
    assertEquals(List.of(), origin.answers);
    settle("kafka", atKafka, Outcome.STORED);
    assertEquals(List.of(Answer.ACK), origin.answers);
    assertEquals(0, inFlight.size());
  }

  @Test
  void aSlotIsKeptUntilEveryDispatcherHasAnswered() {
    publish();
    settle("kafka", atKafka, Outcome.STORED);
    assertEquals(1, inFlight.size());
    settle("other", atOther, Outcome.STORED);
    assertEquals(0, inFlight.size());
  }

  @Test
  void aRepeatedOrLateOutcomeChangesNothing() {
    publish();
    long ticket = atKafka.peek();
    settle("kafka", atKafka, Outcome.STORED);
    settle("other", atOther, Outcome.STORED);
    publish();
    inFlight.onOutcomes(
        new OutcomeBatch(number("kafka"), new long[] {ticket}, new Outcome[] {Outcome.REFUSED}));
    assertEquals(List.of(Answer.ACK), origin.answers);
    assertEquals(1, inFlight.size());
  }

  @Test
  void aDispatcherThatNeverAnswersLosesRecordsAndStopsNobody() {
    for (int i = 0; i < 100; i++) {
      publish();
      settle("kafka", atKafka, Outcome.STORED);
    }
    assertEquals(100, origin.answers.size());
    assertEquals(MAX_RECORDS, atOther.size());
    assertEquals(MAX_RECORDS, inFlight.size());
    assertEquals(0, origin.waits);
    assertEquals(
        100 - MAX_RECORDS,
        registry.get("fleet_telemetry_dropped_total").tag("dispatcher", "other").counter().count());
  }

  @Test
  void aSourceThatIsFullMakesVehiclesWaitAndLetsThemInAgainInTurn() {
    List<Origin> vehicles = new ArrayList<>();
    for (int i = 0; i < MAX_RECORDS + 2; i++) {
      Origin vehicle = new Origin();
      vehicles.add(vehicle);
      inFlight.publish(route, record(), vehicle, 10);
    }
    // The one that filled it and those that came after wait.
    assertEquals(List.of(0, 1, 1, 1), vehicles.subList(6, 10).stream().map(v -> v.waits).toList());

    settle("kafka", atKafka, Outcome.STORED);
    settle("kafka", atKafka, Outcome.STORED);
    settle("kafka", atKafka, Outcome.STORED);
    assertEquals(3, vehicles.stream().mapToInt(v -> v.waits).sum());
    settle("kafka", atKafka, Outcome.STORED);
    assertEquals(List.of(0, 1, 1), vehicles.subList(7, 10).stream().map(v -> v.waits).toList());
  }

  @Test
  void aVehicleThatWasLetInYieldsToThoseThatWaitAfterItsQuantum() {
    List<Origin> vehicles = new ArrayList<>();
    for (int i = 0; i < MAX_RECORDS + 1; i++) {
      vehicles.add(new Origin());
      inFlight.publish(route, record(), vehicles.get(i), 10);
    }
    Origin other = vehicles.get(0);
    while (!atKafka.isEmpty()) {
      settle("kafka", atKafka, Outcome.STORED);
    }
    Origin letIn = vehicles.get(7);
    assertEquals(0, letIn.waits);
    assertEquals(1, vehicles.get(8).waits, "the next one is let in a moment later");

    inFlight.publish(route, record(), letIn, 10);
    assertEquals(0, letIn.waits);
    inFlight.publish(route, record(), letIn, 10);
    assertEquals(1, letIn.waits);
    inFlight.publish(route, record(), other, 10);
    assertEquals(1, other.waits, "one that has not waited yields at once");
  }

  @Test
  void whatIsInFlightNeverExceedsTwiceTheBudgetWhoeverSends() {
    for (int i = 0; i < 10 * MAX_RECORDS; i++) {
      publish();
    }
    assertEquals(2 * MAX_RECORDS, atKafka.size());
    assertTrue(origin.answers.stream().allMatch(a -> a == Answer.SILENCE));
    assertEquals(8 * MAX_RECORDS, origin.answers.size());
  }

  @Test
  void recordsThatNobodyWaitsForLeaveVehiclesTheRoomBeyondTheBudget() {
    for (int i = 0; i < 10 * MAX_RECORDS; i++) {
      inFlight.publish(route, record(), null, 0);
    }
    assertEquals(MAX_RECORDS, atKafka.size());
    publish();
    assertEquals(MAX_RECORDS + 1, atKafka.size());
    assertEquals(List.of(), origin.answers);
    assertEquals(1, origin.waits);
  }

  @Test
  void theIdOfAMessageIsKeptWithItsRecordAndCountsAsMuch() {
    for (int i = 0; i < MAX_RECORDS; i++) {
      inFlight.publish(route, record(new byte[MAX_BYTES / 2]), origin, 10);
      settle("kafka", atKafka, Outcome.STORED);
    }
    assertEquals(2, atOther.size());
    settle("other", atOther, Outcome.STORED);
    settle("other", atOther, Outcome.STORED);
    assertEquals(0, budgets[number("other")].bytes());
  }

  @Test
  void aSourceThatIsGoneLeavesTheVehicleToSendAgain() {
    publish();
    settle("kafka", atKafka, Outcome.FAILED);
    assertEquals(List.of(Answer.SILENCE), origin.answers);
  }

  @Test
  void whatTheVehicleSendsAgainIsNotLost() {
    inFlight.losses().begin();
    publish();
    settle("kafka", atKafka, Outcome.FAILED);
    settle("other", atOther, Outcome.STORED);
    publish();
    settle("other", atOther, Outcome.STORED);
    inFlight.endAll();
    assertEquals(LostRecords.NONE, inFlight.losses().sum());
    assertEquals(0, inFlight.size());
  }

  @Test
  void whatAnotherDispatcherThanTheSourceDidNotStoreIsLost() {
    inFlight.losses().begin();
    publish();
    settle("other", atOther, Outcome.FAILED);
    publish();
    settle("other", atOther, Outcome.REFUSED);
    publish();
    inFlight.endAll();
    assertLost(Map.of("other", Map.of("V", 3L)));
  }

  @Test
  void whatNobodyWaitsForIsLostAtTheSourceToo() {
    inFlight.losses().begin();
    inFlight.publish(route, record(), null, 0);
    settle("kafka", atKafka, Outcome.FAILED);
    inFlight.endAll();
    assertLost(Map.of("kafka", Map.of("V", 1L), "other", Map.of("V", 1L)));
  }

  @Test
  void whatAFullDispatcherDidNotTakeIsLostUnlessTheVehicleSendsItAgain() {
    for (int i = 0; i < 2 * MAX_RECORDS; i++) {
      publish();
    }
    inFlight.losses().begin();
    publish();
    assertEquals(LostRecords.NONE, inFlight.losses().sum());
    settle("kafka", atKafka, Outcome.STORED);
    publish();
    assertLost(Map.of("other", Map.of("V", 1L)));
  }

  @Test
  void whatWasLostBeforeIsNotCounted() {
    publish();
    settle("other", atOther, Outcome.FAILED);
    inFlight.losses().begin();
    settle("kafka", atKafka, Outcome.STORED);
    inFlight.endAll();
    assertLost(Map.of());
  }

  private void assertLost(Map<String, Map<String, Long>> expected) {
    assertEquals(expected, inFlight.losses().sum().byDispatcher());
  }

  @Test
  void aRecordThatNobodyWaitsForIsDispatchedAndEnds() {
    inFlight.publish(route, record(), null, 0);
    settle("kafka", atKafka, Outcome.STORED);
    settle("other", atOther, Outcome.STORED);
    assertEquals(0, inFlight.size());
    assertEquals(0, budgets[0].records());
    assertEquals(0, budgets[0].bytes());
  }

  private void publish() {
    inFlight.publish(route, record(), origin, 10);
  }

  private void settle(String dispatcher, Deque<Long> published, Outcome outcome) {
    inFlight.onOutcomes(
        new OutcomeBatch(
            number(dispatcher), new long[] {published.remove()}, new Outcome[] {outcome}));
  }

  private int number(String dispatcher) {
    return routing.dispatchers().indexOf(dispatcher);
  }

  private static TelemetryRecord record() {
    return record(new byte[] {1, 2, 3});
  }

  private static TelemetryRecord record(byte[] txid) {
    byte[] payload = {1, 2, 3};
    return new TelemetryRecord(RecordType.V, "VIN", txid, payload, payload, 0, 0, "");
  }

  private static final class Origin implements RecordOrigin {
    private final List<Answer> answers = new ArrayList<>();
    private int waits;
    private int quantum;

    @Override
    public void answer(
        Route route, byte[] topic, TelemetryRecord record, int messageBytes, Answer answer) {
      answers.add(answer);
    }

    @Override
    public boolean hasRoomForLetter(int messageBytes) {
      return true;
    }

    @Override
    public void letterAwaited(int messageBytes) {}

    @Override
    public void letterEnded(int messageBytes) {}

    @Override
    public void awaitRoom() {
      waits++;
    }

    @Override
    public void roomAgain() {
      waits--;
      quantum = QUANTUM;
    }

    @Override
    public boolean spendQuantum() {
      return --quantum > 0;
    }
  }
}
