package io.fleettelemetry.dispatch.custom;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** What instances of {@link KeepingVerticle} share with a test. Thread-safe. */
final class Kept implements AutoCloseable {

  /** A larger record is refused. */
  static final int LARGEST = 100_000;

  private static final Map<String, Kept> ALL = new ConcurrentHashMap<>();

  private final String name = UUID.randomUUID().toString();
  private final List<Message<Buffer>> messages = new CopyOnWriteArrayList<>();
  private volatile CountDownLatch turn = new CountDownLatch(0);
  private volatile boolean silent;

  private Kept() {}

  static Kept empty() {
    Kept kept = new Kept();
    ALL.put(kept.name, kept);
    return kept;
  }

  static Kept named(String name) {
    return ALL.get(name);
  }

  String name() {
    return name;
  }

  void add(Message<Buffer> message) {
    messages.add(message);
  }

  List<Message<Buffer>> messages() {
    return messages;
  }

  /** Blocks the verticle from {@link #hold} to {@link #release}. */
  void awaitTurn() {
    try {
      turn.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void hold() {
    turn = new CountDownLatch(1);
  }

  void release() {
    turn.countDown();
  }

  boolean isSilent() {
    return silent;
  }

  /** Whether the verticle answers nothing. */
  void silent(boolean silent) {
    this.silent = silent;
  }

  @Override
  public void close() {
    release();
    ALL.remove(name);
  }
}
