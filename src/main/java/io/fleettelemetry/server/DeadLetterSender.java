package io.fleettelemetry.server;

import io.fleettelemetry.telemetry.TelemetryRecord;

/**
 * Who sent what became a dead letter: is acked, as if for the original, when that is stored, and
 * otherwise told what it would be told without dead letters. It never waits for their dispatcher.
 *
 * @param vehicle who awaits the answer
 * @param topic of the original; never changed
 * @param otherwise the answer without dead letters
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record DeadLetterSender(RecordOrigin vehicle, byte[] topic, Answer otherwise)
    implements RecordOrigin {

  @Override
  public void answer(
      Route route,
      byte[] topicOfLetter,
      TelemetryRecord letter,
      int messageBytes,
      Answer ofLetter) {
    vehicle.letterEnded(messageBytes);
    vehicle.answer(route, topic, letter, messageBytes, AckPolicy.atDeadLetter(ofLetter, otherwise));
  }

  @Override
  public boolean hasRoomForLetter(int messageBytes) {
    return false;
  }

  @Override
  public void letterAwaited(int messageBytes) {
    throw new IllegalStateException("a dead letter becomes no other one");
  }

  @Override
  public void letterEnded(int messageBytes) {
    throw new IllegalStateException("a dead letter becomes no other one");
  }

  @Override
  public void awaitRoom() {
    throw new IllegalStateException("nobody waits for the dispatcher of dead letters");
  }

  @Override
  public void roomAgain() {
    throw new IllegalStateException("nobody waits for the dispatcher of dead letters");
  }

  /** The message has spent what it costs when it came. */
  @Override
  public boolean spendQuantum() {
    return true;
  }
}
