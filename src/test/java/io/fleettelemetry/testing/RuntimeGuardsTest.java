package io.fleettelemetry.testing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RuntimeGuardsTest {

  private final Vertx vertx = Vertx.vertx();

  @BeforeEach
  void nothingIsReportedAtFirst() {
    RuntimeGuards.reports().assertNone();
  }

  @AfterEach
  void closeVertx() throws Exception {
    get(vertx.close());
  }

  @Test
  void blockingAnEventLoopIsReported() throws Exception {
    Promise<Boolean> done = Promise.promise();
    vertx.runOnContext(v -> done.complete(block()));
    get(done.future());

    List<String> reports = RuntimeGuards.reports().take();
    assertEquals(1, reports.size(), reports::toString);
    assertTrue(reports.get(0).startsWith("blocked an event loop: "), reports::toString);
  }

  @Test
  void blockingAWorkerIsFine() throws Exception {
    get(vertx.executeBlocking(RuntimeGuardsTest::block));

    assertEquals(List.of(), RuntimeGuards.reports().take());
  }

  @Test
  void aLostBufferIsReported() {
    loseBuffers();
    // What is collected is told to Netty by a thread of the JVM's, a little later.
    List<String> reports =
        await().until(() -> RuntimeGuards.reports().collect().take(), taken -> !taken.isEmpty());

    assertTrue(reports.get(0).startsWith("leaked "), reports::toString);
  }

  private static void loseBuffers() {
    for (int i = 0; i < 10; i++) {
      PooledByteBufAllocator.DEFAULT.directBuffer(16).writeByte(i);
    }
  }

  private static boolean block() {
    LockSupport.parkNanos(1);
    return true;
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
