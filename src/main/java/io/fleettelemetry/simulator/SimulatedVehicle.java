package io.fleettelemetry.simulator;

import io.fleettelemetry.protocol.Answers;
import io.fleettelemetry.protocol.ServerAnswer;
import io.fleettelemetry.protocol.ServerAnswer.Ack;
import io.fleettelemetry.protocol.ServerAnswer.Refusal;
import io.fleettelemetry.simulator.trip.SimulatedRecord;
import io.fleettelemetry.simulator.trip.Trip;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One vehicle: makes records, sends as many as it may have unacked, keeps each until it is
 * answered, and sends again what was not. Belongs to its event loop.
 */
final class SimulatedVehicle {

  private static final long MILLIS_A_SECOND = 1_000;

  private final int number;
  private final FleetContext context;
  private final FleetLoop loop;
  private final Trip trip;
  private final Txid txid;
  private final VehicleEnvelopes envelopes;
  private final RecordStore store;
  private final boolean acksInOrder;
  private long nextSequence;
  private Channel channel;
  private int failures;
  private boolean tried;
  private boolean awaited = true;
  private boolean leaving;
  private boolean everConnected;

  SimulatedVehicle(int number, FleetContext context, FleetLoop loop) {
    this.number = number;
    this.context = context;
    this.loop = loop;
    this.envelopes = new VehicleEnvelopes(context.settings().vehicles().vin(number));
    this.trip = context.trips().trip(number);
    this.txid = new Txid(context.run(), number);
    FleetSettings.Delivery delivery = context.settings().delivery();
    this.store = new RecordStore(delivery.store(), loop.budget());
    this.acksInOrder = delivery.acks() == FleetSettings.Delivery.Acks.IN_ORDER;
  }

  int number() {
    return number;
  }

  /** The version it tells the server of when it connects. */
  String firmware() {
    return trip.firmware();
  }

  /** Whether it keeps records that have no answer. */
  boolean hasUnacked() {
    return store.size() > 0;
  }

  /** A new record is due. A vehicle starts to make them when it has been connected once. */
  void makeDue(long now) {
    if (everConnected && make(now)) {
      pump(now);
    }
  }

  /** Whether a record was made and kept. */
  private boolean make(long now) {
    if (!loop.mayMake()) {
      return false;
    }
    context.meters().made.increment();
    long epochMillis = System.currentTimeMillis();
    SimulatedRecord record = trip.next(epochMillis);
    boolean kept =
        store.offer(new PendingRecord(nextSequence, record, epochMillis / MILLIS_A_SECOND, now));
    if (kept) {
      nextSequence++;
    } else {
      context.meters().dropped.increment();
    }
    return kept;
  }

  /** Sends what may be sent now; with no rate, makes as much. */
  void pump(long now) {
    if (channel == null || leaving || loop.isClosing()) {
      // Nothing may follow a close frame.
      return;
    }
    boolean wrote = false;
    while (store.inFlight() < context.settings().delivery().maxUnacked()
        && channel.isWritable()
        && (store.next() != null || (loop.isUnpaced() && make(now)))) {
      write(store.next().isSent(), store.send(now));
      wrote = true;
    }
    if (wrote) {
      channel.flush();
    }
  }

  private void write(boolean again, PendingRecord pending) {
    byte[] message = envelopes.of(pending, txid.of(pending.sequence()), again);
    (again ? context.meters().resent : context.meters().sent).increment();
    channel.write(MaskedFrame.of(message, channel.alloc()), channel.voidPromise());
  }

  /**
   * What the server said to this vehicle. What may be sent now waits for {@link #pump}.
   *
   * @param now when it came, in terms of {@link System#nanoTime}
   */
  void answered(ServerAnswer answer, long now) {
    if (answer instanceof Ack ack) {
      acked(ack, now);
    } else if (answer instanceof Refusal refusal) {
      refused(refusal);
    } else {
      context.meters().unreadable.increment();
    }
  }

  private void acked(Ack ack, long now) {
    failures = 0;
    PendingRecord pending = acksInOrder ? store.oldestInFlight() : find(ack.txid());
    if (pending == null) {
      countUnexpected(ack.txid());
    } else if (!acksInOrder && !isTopic(pending, ack.topic())) {
      context.meters().wrongTopics.increment();
    } else {
      store.settle(pending);
      context.meters().acked.increment();
      context.meters().ackLatency.record(now - pending.madeAt());
      context.ackedLog().ifPresent(log -> log.add(txid.of(pending.sequence())));
    }
  }

  private void countUnexpected(byte[] acked) {
    long sequence = txid.sequence(acked);
    boolean before = sequence != Txid.FOREIGN && sequence < nextSequence;
    (before ? context.meters().duplicateAcks : context.meters().unknownTxids).increment();
  }

  private static boolean isTopic(PendingRecord pending, byte[] topic) {
    return Arrays.equals(pending.record().type().name().getBytes(StandardCharsets.UTF_8), topic);
  }

  /** An error is the end of its record, but that a record over the rate limit is sent again. */
  private void refused(Refusal refusal) {
    context.meters().errors.add(refusal.text());
    PendingRecord pending = find(refusal.txid());
    if (pending != null && !refusal.text().equals(Answers.RATE_LIMITED)) {
      store.settle(pending);
      context.meters().refused.increment();
    }
  }

  /** The record of this name that was sent and not answered; null when there is none. */
  private PendingRecord find(byte[] name) {
    long sequence = txid.sequence(name);
    PendingRecord pending = sequence == Txid.FOREIGN ? null : store.find(sequence);
    return pending != null && pending.isSent() ? pending : null;
  }

  /** What was sent before this moment and has no answer is sent again. */
  void sendAgainBefore(long sentAt, long now) {
    store.sendAgainBefore(sentAt);
    pump(now);
  }

  /**
   * It is connected.
   *
   * @param nanos how long that took
   */
  void connected(Channel newChannel, long nanos) {
    channel = newChannel;
    loop.connectedChanged(1);
    context.meters().handshakeTime.record(nanos);
    if (awaited && everConnected) {
      context.meters().returnTime.record(nanos);
    }
    context.meters().connected(everConnected);
    everConnected = true;
    tryEnded(true);
    pump(System.nanoTime());
  }

  /** A try to connect has failed. */
  void connectFailed(String reason) {
    context.meters().connectFailed(reason);
    tryEnded(false);
    loop.connectLater(this, failures++);
  }

  /** Of a vehicle's first connection a try is waited for; when it comes back, that it is there. */
  private void tryEnded(boolean connected) {
    if (!tried) {
      context.meters().triedOnce();
      tried = true;
    }
    boolean over = awaited && (connected || !everConnected);
    awaited &= !over;
    loop.tryEnded(over);
  }

  /** The connection is gone. */
  void disconnected(String reason) {
    channel = null;
    loop.connectedChanged(-1);
    store.sendAgain();
    context.meters().disconnected();
    if (leaving) {
      leaving = false;
      loop.hasLeft(this);
    } else if (!loop.isClosing()) {
      context.meters().disconnects.add(reason);
      loop.connectLater(this, failures++);
    }
  }

  /** Says goodbye; the server's goodbye ends the connection. */
  void leave() {
    if (channel != null) {
      channel.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE));
    }
  }

  /** Leaves, to come back when the loop says so; false when it is not there. */
  boolean leaveForNow() {
    leaving = channel != null;
    leave();
    return leaving;
  }

  /** Waits no longer for the server's goodbye. */
  void hangUp() {
    if (leaving) {
      channel.close();
    }
  }

  /** That it comes back is waited for. */
  void isAwaited() {
    awaited = true;
  }
}
