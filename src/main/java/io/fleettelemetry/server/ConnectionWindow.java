package io.fleettelemetry.server;

import io.fleettelemetry.metrics.Metrics;

/**
 * When a connection is read and when it is not. It is not while too much of what it brought has no
 * answer that was flushed, while its socket takes no data, while a dispatcher that matters is full,
 * or before it has begun.
 */
final class ConnectionWindow {

  /** Parts of a window, in which dead letters count. */
  private static final int PARTS = 64;

  private final IngestLimits limits;
  private final Metrics metrics;
  private final VehicleSocket socket;
  private int records;
  private int bytes;
  private boolean full;
  private boolean unwritable;
  private int awaitedDispatchers;

  /** How many parts of it wait for dead letters; short, since then it costs no memory. */
  private short letterParts;

  /** What it may still bring while other vehicles wait. */
  private int quantum;

  private boolean held = true;
  private boolean draining;
  private boolean paused = true;
  private boolean ended;

  /** Of a connection that is not read until it begins. */
  ConnectionWindow(IngestLimits limits, Metrics metrics, VehicleSocket socket) {
    this.limits = limits;
    this.metrics = metrics;
    this.socket = socket;
    metrics.connectionPaused();
  }

  /** A message has come that will be answered or silently dropped. */
  void received(int messageBytes) {
    records++;
    bytes += messageBytes;
    if (records >= limits.connectionRecords() || bytes >= limits.connectionBytes()) {
      full = true;
      update();
    }
  }

  /** Answers of messages have been flushed, or will never be. */
  void settled(int count, int messageBytes) {
    records -= count;
    bytes -= messageBytes;
    if (full
        && records <= limits.connectionRecords() / 2
        && bytes <= limits.connectionBytes() / 2) {
      full = false;
      update();
    }
  }

  /** Whether messages that wait for dead letters leave half of the window, or are none yet. */
  boolean hasRoomForLetter(int messageBytes) {
    return letterParts == 0 || letterParts + parts(messageBytes) <= PARTS / 2;
  }

  void letterAwaited(int messageBytes) {
    letterParts += parts(messageBytes);
  }

  void letterEnded(int messageBytes) {
    letterParts -= parts(messageBytes);
  }

  private short parts(int messageBytes) {
    long ofBytes = (long) PARTS * messageBytes / limits.connectionBytes();
    long parts = Math.max(Math.max(1, PARTS / limits.connectionRecords()), ofBytes);
    return (short) Math.min(PARTS, parts);
  }

  void writable(boolean writable) {
    unwritable = !writable;
    update();
  }

  void awaitRoom() {
    awaitedDispatchers++;
    update();
  }

  /** Its quantum is a window full. */
  void roomAgain() {
    awaitedDispatchers--;
    quantum = limits.connectionRecords();
    update();
  }

  boolean spendQuantum() {
    quantum = Math.max(0, quantum - 1);
    return quantum > 0;
  }

  /** From now on it is read. */
  void begin() {
    held = false;
    update();
  }

  /** Whether nothing is read just now. */
  boolean isPaused() {
    return paused;
  }

  /** Nothing more is read; what was read can still be answered. */
  void drain() {
    draining = true;
    update();
  }

  /** Whether everything that was read has its answer, and the answer has been flushed. */
  boolean isEmpty() {
    return records == 0;
  }

  /** The connection ends; from now on its socket is read to its end. */
  void end() {
    ended = true;
    update();
    socket.endReading();
  }

  private void update() {
    boolean pause = !ended && (full || unwritable || held || draining || awaitedDispatchers > 0);
    if (pause == paused) {
      return;
    }
    paused = pause;
    if (pause) {
      metrics.connectionPaused();
      socket.pause();
    } else {
      metrics.connectionResumed();
      socket.resume();
    }
  }
}
