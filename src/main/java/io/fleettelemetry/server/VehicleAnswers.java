package io.fleettelemetry.server;

import io.fleettelemetry.protocol.Answers;
import io.fleettelemetry.telemetry.TelemetryRecord;

/**
 * The way back to one vehicle: what became of its records, the answers that are due, and the window
 * that they leave when they are flushed. This, and not the connection, is what records in flight
 * hold. Everything happens on the event loop of its ingest instance.
 */
final class VehicleAnswers implements RecordOrigin, AnswerQueue.Listener {

  private final Ingest ingest;
  private final VehicleSocket socket;
  private final ConnectionWindow window;
  private final ConnectionLog log;
  private final Runnable onSettled;
  private boolean ended;

  /**
   * Answers of an open connection.
   *
   * @param onSettled called when messages have left the window
   */
  VehicleAnswers(
      Ingest ingest,
      VehicleSocket socket,
      ConnectionWindow window,
      ConnectionLog log,
      Runnable onSettled) {
    this.ingest = ingest;
    this.socket = socket;
    this.window = window;
    this.log = log;
    this.onSettled = onSettled;
  }

  @Override
  public void answer(
      Route route, byte[] topic, TelemetryRecord record, int messageBytes, Answer answer) {
    if (route.hasSource() && answer == Answer.ACK) {
      countReliableAck(route);
    }
    switch (answer) {
      case ACK -> ack(record.txid(), topic, messageBytes);
      case NOT_STORED -> error(record.txid(), Answers.NOT_STORED, messageBytes);
      case INCORRECT_FORMAT -> error(record.txid(), Answers.INCORRECT_FORMAT, messageBytes);
      case SILENCE -> settled(1, messageBytes);
    }
  }

  private void countReliableAck(Route route) {
    String source = ingest.settings().routing().dispatchers().get(route.source());
    if (ended) {
      ingest.metrics().reliableAckMiss(route.type(), source);
    } else {
      ingest.metrics().reliableAck(route.type(), source);
    }
  }

  /**
   * Makes an ack due; nothing when the connection has ended.
   *
   * @param messageBytes length of the message that it answers
   */
  void ack(byte[] txid, byte[] topic, int messageBytes) {
    if (!ended) {
      log.responding("ack", txid);
      due(Answers.ack(txid, topic), messageBytes);
    }
  }

  /** Makes an error due, and counts it; nothing when the connection has ended. */
  void error(byte[] txid, String payload, int messageBytes) {
    if (!ended) {
      ingest.metrics().errorAnswered();
      log.responding("error", txid);
      due(Answers.error(txid, payload), messageBytes);
    }
  }

  /** Makes the answer to a ping due; nothing when the connection has ended. */
  void pong(byte[] payload) {
    if (!ended && socket.answers().addPong(payload)) {
      ingest.answersDue(this);
    }
  }

  /** Makes a ping due, unless the socket takes no data: then TCP tells whether anybody is there. */
  void ping() {
    if (!ended && socket.isWritable() && socket.answers().addPing()) {
      ingest.answersDue(this);
    }
  }

  private void due(byte[] answer, int messageBytes) {
    if (socket.answers().add(answer, messageBytes)) {
      ingest.answersDue(this);
    }
  }

  /** Writes what is due. */
  void flush() {
    if (!ended) {
      socket.answers().flush();
    }
  }

  @Override
  public void answersFlushed(int count, int messageBytes, boolean success) {
    if (!success) {
      countLost(count);
    }
    settled(count, messageBytes);
  }

  private void countLost(int answers) {
    for (int i = 0; i < answers; i++) {
      ingest.metrics().socketError();
    }
  }

  private void settled(int count, int messageBytes) {
    window.settled(count, messageBytes);
    onSettled.run();
  }

  @Override
  public boolean hasRoomForLetter(int messageBytes) {
    return window.hasRoomForLetter(messageBytes);
  }

  @Override
  public void letterAwaited(int messageBytes) {
    window.letterAwaited(messageBytes);
  }

  @Override
  public void letterEnded(int messageBytes) {
    window.letterEnded(messageBytes);
  }

  @Override
  public void awaitRoom() {
    window.awaitRoom();
  }

  @Override
  public void roomAgain() {
    window.roomAgain();
  }

  @Override
  public boolean spendQuantum() {
    return window.spendQuantum();
  }

  /** Writes what is due, and makes nothing due any more. Again does nothing. */
  void end() {
    if (!ended) {
      // First, since what hears of the flush must not begin the end once more.
      ended = true;
      socket.answers().flush();
    }
  }

  /** The socket is gone, and with it what was due. */
  void abandon() {
    ended = true;
    countLost(socket.answers().discard());
  }
}
