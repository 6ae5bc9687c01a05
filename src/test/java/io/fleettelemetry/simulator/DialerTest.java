package io.fleettelemetry.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DialerTest {

  private final EventLoop loop = new DefaultEventLoop();
  private final List<Integer> dialled = new CopyOnWriteArrayList<>();
  private final List<Long> times = new CopyOnWriteArrayList<>();

  @AfterEach
  void endLoop() {
    loop.shutdownGracefully();
  }

  private Dialer<Integer> dialer(double perSecond) {
    return new Dialer<>(
        loop,
        perSecond,
        vehicle -> {
          dialled.add(vehicle);
          times.add(System.nanoTime());
        });
  }

  private void onLoop(Runnable work) {
    CompletableFuture.runAsync(work, loop).join();
  }

  private void await(int count) {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> dialled.size() >= count);
  }

  @Test
  void soManyASecondAndInTurn() {
    Dialer<Integer> dialer = dialer(20);
    onLoop(() -> IntStream.range(0, 5).forEach(dialer::add));
    await(5);
    assertEquals(List.of(0, 1, 2, 3, 4), dialled);
    long took = Duration.ofNanos(times.get(4) - times.get(0)).toMillis();
    assertTrue(took >= 4 * 50 - 11, () -> took + " ms is too fast");
  }

  @Test
  void notTooManyAtOnce() {
    Dialer<Integer> dialer = dialer(1_000_000);
    int all = Dialer.MAX_CONNECTING + 2;
    onLoop(() -> IntStream.range(0, all).forEach(dialer::add));
    await(Dialer.MAX_CONNECTING);
    onLoop(() -> dialer.keepIf(vehicle -> vehicle < all - 1));
    assertEquals(Dialer.MAX_CONNECTING, dialled.size());
    onLoop(dialer::ended);
    onLoop(dialer::ended);
    await(Dialer.MAX_CONNECTING + 1);
    assertEquals(Dialer.MAX_CONNECTING, dialled.get(Dialer.MAX_CONNECTING));
  }
}
