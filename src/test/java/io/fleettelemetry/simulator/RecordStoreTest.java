package io.fleettelemetry.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.simulator.trip.SimulatedRecord;
import io.fleettelemetry.telemetry.RecordType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordStoreTest {

  private static final int BYTES = record(0).bytes();

  private final StoreBudget budget = new StoreBudget(10L * BYTES);
  private final RecordStore store = new RecordStore(8, budget);

  private static PendingRecord record(long sequence) {
    return new PendingRecord(
        sequence, new SimulatedRecord(RecordType.V, new byte[10]), sequence, sequence);
  }

  private void offer(int from, int to) {
    for (int i = from; i < to; i++) {
      assertTrue(store.offer(record(i)));
    }
  }

  private List<Long> sendAll() {
    List<Long> sent = new ArrayList<>();
    while (store.next() != null) {
      sent.add(store.send(0).sequence());
    }
    return sent;
  }

  @Test
  void sendsInTheOrderOfMaking() {
    offer(0, 3);
    assertFalse(store.next().isSent());
    assertEquals(List.of(0L, 1L, 2L), sendAll());
    assertEquals(3, store.inFlight());
    assertNull(store.send(0));
  }

  @Test
  void findsAndSettlesInAnyOrder() {
    offer(0, 4);
    store.send(1);
    store.send(1);
    store.settle(store.find(1));
    store.settle(store.find(3));
    assertNull(store.find(1));
    assertEquals(2, store.size());
    assertEquals(1, store.inFlight());
    assertEquals(List.of(2L), sendAll());
  }

  @Test
  void whatIsMadeWhenTheLastWasSettledComesBehindTheOthers() {
    offer(0, 3);
    store.settle(store.find(2));
    offer(3, 4);
    assertEquals(List.of(0L, 1L, 3L), sendAll());
    store.settle(store.find(3));
    store.settle(store.find(0));
    store.settle(store.find(1));
    assertNull(store.oldestInFlight());
    offer(4, 5);
    assertEquals(List.of(4L), sendAll());
    assertSame(store.find(4), store.oldestInFlight());
    assertEquals(1, store.size());
  }

  @Test
  void afterADisconnectTheOldestComesFirstWhateverWasSentAgainBefore() {
    offer(0, 6);
    for (int at = 0; at < 4; at++) {
      store.send(at);
    }
    store.sendAgainBefore(2);
    assertEquals(0, store.next().sequence());
    assertTrue(store.next().isSent());
    assertEquals(0, store.send(10).sequence());
    store.sendAgain();
    assertEquals(0, store.inFlight());
    assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L), sendAll());
  }

  @Test
  void onlyWhatIsLateIsSentAgain() {
    offer(0, 3);
    store.send(100);
    store.send(200);
    store.sendAgainBefore(150);
    assertEquals(1, store.inFlight());
    assertEquals(List.of(0L, 2L), sendAll());
  }

  @Test
  void holdsNoMoreRecordsThanItMay() {
    offer(0, 8);
    store.send(0);
    assertFalse(store.offer(record(8)));
    store.settle(store.find(0));
    assertTrue(store.offer(record(8)));
  }

  @Test
  void holdsNoMoreBytesThanAllStoresOfTheLoopMay() {
    RecordStore other = new RecordStore(8, budget);
    offer(0, 8);
    PendingRecord first = record(0);
    assertTrue(other.offer(first));
    assertTrue(other.offer(record(1)));
    assertFalse(other.offer(record(2)));
    other.settle(first);
    other.settle(first);
    assertTrue(other.offer(record(2)));
    assertFalse(other.offer(record(3)));
    assertSame(other.find(1), other.next());
  }
}
