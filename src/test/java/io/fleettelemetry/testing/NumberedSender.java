package io.fleettelemetry.testing;

import java.util.HashSet;
import java.util.Set;

/**
 * Sends numbered records of one vehicle, a few unanswered at a time, until every one has its ack.
 * {@link #run} keeps one thread busy.
 */
public final class NumberedSender {

  private final FakeVehicle vehicle;
  private final String vin;
  private final int outstanding;
  private final Set<String> unanswered = new HashSet<>();
  private int next;

  /**
   * A sender that has sent nothing yet.
   *
   * @param outstanding how many records may be without an answer
   */
  public NumberedSender(FakeVehicle vehicle, String vin, int outstanding) {
    this.vehicle = vehicle;
    this.vin = vin;
    this.outstanding = outstanding;
  }

  /** Sends this many more records and waits for all acks, in whatever order they come. */
  public void run(int count) {
    int end = next + count;
    while (next < end || !unanswered.isEmpty()) {
      while (next < end && unanswered.size() < outstanding) {
        vehicle.send(RecordBuilder.numbered(vin, next).message());
        unanswered.add(RecordBuilder.numberedTxid(vin, next));
        next++;
      }
      Answer answer = vehicle.receiveAnswer();
      if (!answer.ack() || !unanswered.remove(answer.txid())) {
        throw new AssertionError("neither an ack nor awaited: " + answer);
      }
    }
  }
}
