package io.fleettelemetry.testing;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Where libraries block an event loop for a known, short time; each with its reason. Our own code
 * has no place here.
 */
final class BlockingAllowances implements BlockHoundIntegration {

  @Override
  public void applyTo(BlockHound.Builder builder) {
    // A log line is written to standard error by the thread that logs it.
    builder.allowBlockingCallsInside("ch.qos.logback.classic.Logger", "callAppenders");
    // Work is handed to a worker pool under locks that are held for a few instructions.
    builder.allowBlockingCallsInside("java.util.concurrent.ThreadPoolExecutor", "execute");
    builder.allowBlockingCallsInside("java.util.concurrent.ScheduledThreadPoolExecutor", "execute");
    // The same for Netty's executors that are no event loops: an offer waits for no room.
    builder.allowBlockingCallsInside("java.util.concurrent.LinkedBlockingQueue", "offer");
    // Threads that share a part of the buffer pool wait for each other while it grows.
    builder.allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator", "allocate");
    // The JDK's random numbers come from /dev/urandom: a file that never waits.
    builder.allowBlockingCallsInside("sun.security.provider.NativePRNG$RandomIO", "readFully");
    // Once, when Vert.x closes its pools.
    builder.allowBlockingCallsInside("io.vertx.core.internal.WorkerPool", "close");
  }
}
