package io.fleettelemetry.dispatch.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.testing.RecordBuilder;
import io.lettuce.core.RedisURI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlotQueueTest {

  private final Lane first = new Lane(RedisURI.create("a", 1), 0);
  private final Lane second = new Lane(RedisURI.create("b", 1), 0);
  private final SlotQueue queue = new SlotQueue();
  private final List<Delivery> all =
      IntStream.range(0, 4)
          .mapToObj(
              i ->
                  new Delivery(RecordBuilder.numbered("v", i).build(), i, (j, outcome) -> {}, 0, 0))
          .toList();

  private void add(int from, int to) {
    all.subList(from, to).forEach(queue::add);
  }

  private List<Delivery> take(Lane lane) {
    List<Delivery> taken = new ArrayList<>();
    for (Optional<Delivery> next = queue.next(lane); next.isPresent(); next = queue.next(lane)) {
      taken.add(next.get());
    }
    return taken;
  }

  @Test
  void whatWasLostGoesOutAgainInOrderBeforeWhatIsNew() {
    add(0, 3);
    assertEquals(all.subList(0, 3), take(first));
    assertEquals(List.of(), queue.answered(all.get(0)));
    add(3, 4);
    queue.reclaim(first);
    assertEquals(all.subList(1, 4), take(second));
  }

  @Test
  void anotherLaneWaitsUntilTheFirstOwesNothing() {
    add(0, 2);
    assertEquals(Optional.of(all.get(0)), queue.next(first));
    assertEquals(List.of(), take(second));
    assertEquals(List.of(), queue.answered(all.get(0)));
    assertEquals(List.of(all.get(1)), take(second));
  }

  @Test
  void aLaneThatOwesNothingToItIsLostInVain() {
    add(0, 1);
    assertEquals(List.of(all.get(0)), take(first));
    queue.reclaim(second);
    assertTrue(queue.isSent(all.get(0)));
  }

  @Test
  void whatIsGivenBackWaitsForTheOthersAndForARelease() {
    add(0, 3);
    assertEquals(all.subList(0, 3), take(first));
    queue.giveBack(all.get(0));
    queue.giveBack(all.get(1));
    queue.release();
    assertEquals(List.of(), take(second));
    queue.giveBack(all.get(2));
    add(3, 4);
    assertFalse(queue.hasUnsent());
    queue.release();
    assertEquals(all, take(second));
  }

  @Test
  void whatIsGivenBackIsTooLateWhenALaterOneIsAnswered() {
    add(0, 3);
    assertEquals(all.subList(0, 3), take(first));
    queue.giveBack(all.get(0));
    assertEquals(List.of(all.get(0)), queue.answered(all.get(1)));
    add(3, 4);
    assertEquals(List.of(all.get(3)), take(first));
    assertEquals(List.of(), queue.answered(all.get(2)));
    assertEquals(List.of(), queue.answered(all.get(3)));
    assertTrue(queue.isEmpty());
  }

  @Test
  void whatWasGivenBackAndWhatWasSentGoOutInOrderWhenTheLaneIsLost() {
    add(0, 4);
    assertEquals(all, take(first));
    queue.giveBack(all.get(0));
    queue.reclaim(first);
    assertEquals(all, take(second));
  }

  @Test
  void whatIsRemovedIsNotSentAgain() {
    add(0, 3);
    assertEquals(Optional.of(all.get(0)), queue.next(first));
    queue.remove(all.get(0));
    queue.remove(all.get(1));
    assertEquals(List.of(all.get(2)), take(second));
  }
}
