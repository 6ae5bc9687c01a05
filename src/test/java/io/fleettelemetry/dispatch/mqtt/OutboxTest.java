package io.fleettelemetry.dispatch.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.testing.OutcomeLog;
import io.fleettelemetry.testing.RecordBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With a connection that answers when it is told to. */
class OutboxTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Reply CONFIRMED = new Reply.Confirmed();

  private record Sent(String topic, Consumer<Reply> reply) {}

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final MqttFixture fixture = new MqttFixture();
  private final List<Sent> sent = new ArrayList<>();
  private final Settlements settlements = new Settlements(fixture.context, () -> "away");
  private Outbox outbox = outbox(64);

  private Outbox outbox(int maxInFlight) {
    return new Outbox(
        thread,
        (message, reply) -> sent.add(new Sent(message.topic(), reply)),
        settlements,
        maxInFlight);
  }

  @AfterEach
  void end() {
    thread.shutdownNow();
    fixture.close();
  }

  @Test
  void messagesFollowEachOtherWithoutConfirmation() {
    outbox.connected();
    OutcomeLog log = add(LIMIT, 2, 3);
    assertEquals(List.of("0/0", "0/1", "1/0", "1/1", "1/2"), topics());
    reply(0, CONFIRMED);
    reply(2, CONFIRMED);
    reply(3, CONFIRMED);
    reply(4, CONFIRMED);
    assertEquals(1, stored(), "the second is whole, of the first one message is not confirmed");
    reply(1, CONFIRMED);
    log.await(LIMIT).assertAll(Outcome.STORED);
  }

  @Test
  void soManyAtMostAreOnTheirWay() {
    outbox = outbox(2);
    outbox.connected();
    OutcomeLog log = add(LIMIT, 3, 1);
    assertEquals(List.of("0/0", "0/1"), topics());
    reply(1, CONFIRMED);
    assertEquals(List.of("0/0", "0/1", "0/2"), topics());
    reply(0, CONFIRMED);
    assertEquals(List.of("0/0", "0/1", "0/2", "1/0"), topics());
    reply(2, CONFIRMED);
    reply(3, CONFIRMED);
    log.await(LIMIT).assertAll(Outcome.STORED);
  }

  @Test
  void nothingIsSentWithoutAConnection() {
    OutcomeLog log = add(LIMIT, 1);
    assertEquals(List.of(), topics());
    outbox.connected();
    assertEquals(List.of("0/0"), topics());
    reply(0, CONFIRMED);
    log.await(LIMIT).assertAll(Outcome.STORED);
  }

  @Test
  void whatWasOnItsWayGoesAgainInOrderBeforeWhatWasNot() {
    outbox = outbox(3);
    outbox.connected();
    OutcomeLog log = add(LIMIT, 2, 2, 1);
    assertEquals(List.of("0/0", "0/1", "1/0"), topics());
    reply(0, CONFIRMED);
    assertEquals("1/1", topics().get(3));
    reply(1, new Reply.Lost());
    outbox.disconnected();
    outbox.connected();
    assertEquals(List.of("0/1"), topics().subList(4, topics().size()), "the first one alone");
    reply(2, CONFIRMED); // Of the earlier connection.
    reply(4, CONFIRMED);
    assertEquals(List.of("1/0", "1/1", "2/0"), topics().subList(5, topics().size()));
    IntStream.range(5, 8).forEach(i -> reply(i, CONFIRMED));
    log.await(LIMIT).assertAll(Outcome.STORED);
  }

  @Test
  void aReplyAfterTheEndOfItsConnectionSaysNothing() {
    outbox.connected();
    OutcomeLog log = add(LIMIT, 1);
    settle();
    outbox.disconnected();
    reply(0, CONFIRMED);
    settle();
    assertFalse(log.isComplete());
    outbox.connected();
    reply(1, CONFIRMED);
    log.await(LIMIT).assertAll(Outcome.STORED);
  }

  @Test
  void aRecordThatEndsItsConnectionTwiceWhileItIsAloneHasFailed() {
    OutcomeLog log = add(LIMIT, 1, 2, 1);
    for (int connection = 0; connection < 3; connection++) {
      outbox.connected();
      settle();
      outbox.disconnected();
    }
    assertEquals(List.of("0/0", "1/0", "1/1", "2/0", "0/0", "0/0"), topics());
    outbox.connected();
    assertEquals(List.of("1/0", "1/1", "2/0"), topics().subList(6, topics().size()));
    IntStream.range(6, 9).forEach(i -> reply(i, CONFIRMED));
    assertEquals(
        List.of(Outcome.FAILED, Outcome.STORED, Outcome.STORED), log.await(LIMIT).outcomes());
  }

  @Test
  void oneRefusedMessageIsTheRecordsEnd() {
    outbox = outbox(1);
    outbox.connected();
    OutcomeLog log = add(LIMIT, 3, 1, 1);
    reply(0, new Reply.Refused("too large"));
    assertEquals(List.of("0/0", "1/0"), topics(), "the rest of a failed record is not sent");
    reply(1, new Reply.NotNow("quota"));
    reply(2, CONFIRMED);
    assertEquals(
        List.of(Outcome.REFUSED, Outcome.FAILED, Outcome.STORED), log.await(LIMIT).outcomes());
    assertEquals(2, fixture.registry.get("mqtt_err").tag("record_type", "V").counter().count(), 0);
    assertEquals(
        1, fixture.registry.get("mqtt_publish_total").tag("record_type", "V").counter().count(), 0);
    assertEquals(
        1,
        fixture.registry.get("mqtt_reliable_ack_total").tag("record_type", "V").counter().count(),
        0);
  }

  @Test
  void aRecordThatFailedBeforeTheConnectionWasLostEndsOnce() {
    outbox = outbox(2);
    outbox.connected();
    OutcomeLog log = add(Duration.ofSeconds(1), 3, 1);
    assertEquals(List.of("0/0", "0/1"), topics());
    // What is left of the record still stands before the other one when its time is up.
    reply(1, new Reply.Lost());
    reply(0, new Reply.NotNow("quota"));
    log.await(LIMIT).assertAll(Outcome.FAILED);
    settle();
    assertEquals(2, fixture.registry.get("mqtt_err").tag("record_type", "V").counter().count(), 0);
  }

  @Test
  void announcementsAreNoRecords() {
    outbox.connected();
    List<Outcome> ends = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 2; i++) {
      outbox.add(
          List.of(
              Delivery.announcement(
                  RecordBuilder.v().build(),
                  messages(i, 1),
                  System.nanoTime() + LIMIT.toNanos(),
                  ends::add)));
    }
    assertEquals(List.of("0/0", "1/0"), topics());
    reply(0, CONFIRMED);
    reply(1, new Reply.NotNow("quota"));
    settle();
    assertEquals(List.of(Outcome.STORED, Outcome.FAILED), ends);
    assertEquals(Optional.empty(), settlements.lastFailure());
    assertNull(fixture.registry.find("mqtt_publish_total").tag("record_type", "V").counter());
    assertNull(fixture.registry.find("mqtt_reliable_ack_total").tag("record_type", "V").counter());
  }

  @Test
  void whoseTimeIsUpHasFailed() {
    outbox = outbox(1);
    OutcomeLog waiting = add(Duration.ofMillis(1), 1, 1);
    waiting.await(LIMIT).assertAll(Outcome.FAILED);
    outbox.connected();
    OutcomeLog sending = add(Duration.ofMillis(1), 1);
    sending.await(LIMIT).assertAll(Outcome.FAILED);
    assertEquals(0, outbox.size());
  }

  @Test
  void aStopWaitsAndGivesUp() {
    outbox.connected();
    OutcomeLog log = add(LIMIT, 1, 1);
    var drained = outbox.drain();
    reply(0, CONFIRMED);
    assertTrue(!drained.isComplete());
    assertTrue(outbox.giveUp() == drained);
    settle();
    assertTrue(drained.succeeded());
    assertEquals(List.of(Outcome.STORED, Outcome.FAILED), log.await(LIMIT).outcomes());
  }

  /** Adds records with so many messages each, which have so much time. */
  private OutcomeLog add(Duration time, int... messages) {
    OutcomeLog log = new OutcomeLog(messages.length);
    List<Delivery> deliveries = new ArrayList<>();
    for (int i = 0; i < messages.length; i++) {
      deliveries.add(
          new Delivery(
              RecordBuilder.v().build(),
              i,
              log,
              messages(i, messages[i]),
              System.nanoTime() + time.toNanos()));
    }
    outbox.add(deliveries);
    return log;
  }

  private static List<MqttMessage> messages(int record, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> record + "/" + i)
        .map(topic -> new MqttMessage(topic, topic.getBytes(StandardCharsets.UTF_8), false))
        .toList();
  }

  private List<String> topics() {
    settle();
    return sent.stream().map(Sent::topic).toList();
  }

  private void reply(int number, Reply reply) {
    settle();
    sent.get(number).reply().accept(reply);
  }

  private int stored() {
    settle();
    return (int)
        fixture.registry.get("mqtt_reliable_ack_total").tag("record_type", "V").counter().count();
  }

  /** Returns when the thread has done all that it was given before. */
  private void settle() {
    try {
      thread.submit(() -> {}).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}
