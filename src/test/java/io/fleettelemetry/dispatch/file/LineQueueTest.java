package io.fleettelemetry.dispatch.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.telemetry.RecordType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LineQueueTest {

  private static final Duration LONG = Duration.ofMinutes(10);
  private static final int MEGABYTE = 1 << 20;

  private final LineQueue queue = new LineQueue(4 * MEGABYTE, Duration.ZERO);

  @Test
  void linesComeInTheirOrder() throws InterruptedException {
    List<Line> lines = List.of(line(1), line(2), line(3));
    for (Line line : lines) {
      assertTrue(queue.put(line));
    }
    assertEquals(lines, queue.take(LONG));
    assertEquals(List.of(), queue.take(Duration.ZERO));
  }

  @Test
  void aGroupIsAsMuchAsIsWorthOneSync() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      assertTrue(queue.put(line(MEGABYTE / 2)));
    }
    assertEquals(2, queue.take(LONG).size());
    assertEquals(1, queue.take(LONG).size());
  }

  @Test
  void theFirstLineWaitsForOthers() throws Exception {
    LineQueue lingering = new LineQueue(4 * MEGABYTE, LONG);
    FutureTask<List<Line>> group = inThread(() -> lingering.take(LONG));
    assertTrue(lingering.put(line(1)));
    assertTrue(lingering.put(line(MEGABYTE)));
    assertEquals(2, group.get(30, TimeUnit.SECONDS).size());
  }

  @Test
  void whoFindsNoRoomEndsTheWaitForOthersAndWaitsItself() throws Exception {
    LineQueue small = new LineQueue(10, LONG);
    FutureTask<List<Line>> group = inThread(() -> small.take(LONG));
    Line first = line(10);
    assertTrue(small.put(first));
    FutureTask<Boolean> second = inThread(() -> small.put(line(1)));
    assertEquals(List.of(first), group.get(30, TimeUnit.SECONDS));
    // It was taken, but is not stored yet: it still counts.
    assertFalse(second.isDone());
    small.release(first);
    assertTrue(second.get(30, TimeUnit.SECONDS));
    assertEquals(1, small.size());
  }

  @Test
  void closingEndsEveryWait() throws Exception {
    LineQueue small = new LineQueue(1, LONG);
    assertTrue(small.put(line(1)));
    FutureTask<Boolean> second = inThread(() -> small.put(line(1)));
    small.close();
    assertFalse(second.get(30, TimeUnit.SECONDS));
    assertFalse(small.put(line(1)));
    assertEquals(1, small.take(LONG).size());
    assertEquals(List.of(), small.take(LONG));
  }

  @Test
  void linesThatAreTooOldAreTakenOut() throws InterruptedException {
    Line old = new Line(new byte[1], RecordType.V, 0, (i, outcome) -> {}, -1);
    Line young = new Line(new byte[1], RecordType.V, 0, (i, outcome) -> {}, 0);
    assertTrue(queue.put(old));
    assertTrue(queue.put(young));
    assertEquals(List.of(old), queue.takeOlderThan(0));
    assertEquals(List.of(young), queue.takeAll());
  }

  private static Line line(int size) {
    return new Line(new byte[size], RecordType.V, 0, (i, outcome) -> {}, System.nanoTime());
  }

  private static <T> FutureTask<T> inThread(java.util.concurrent.Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    return task;
  }
}
