package io.fleettelemetry.server;

import java.util.Arrays;

/**
 * Admits a number of messages in any interval of a fixed length. Those it refuses do not count. Not
 * thread-safe. Holds four bytes for each message of the last interval, never more than the limit's.
 */
final class SlidingWindow {

  private static final int INITIAL_CAPACITY = 8;

  private final int limit;
  private final int intervalMillis;

  /** Times of admitted messages in a ring, milliseconds since {@link #epochMillis}. */
  private int[] times;

  private int first;
  private int count;
  private long epochMillis;

  /**
   * A window that is empty.
   *
   * @param limit messages in one interval, 1 or more
   * @param intervalMillis 1 or more
   */
  SlidingWindow(int limit, int intervalMillis) {
    this.limit = limit;
    this.intervalMillis = intervalMillis;
    this.times = new int[Math.min(limit, INITIAL_CAPACITY)];
  }

  /**
   * Whether one more message is within the limit; then it counts.
   *
   * @param nowMillis from a clock that never goes back
   */
  boolean admit(long nowMillis) {
    while (count > 0 && nowMillis - (epochMillis + times[first]) >= intervalMillis) {
      first = (first + 1) % times.length;
      count--;
    }
    if (count >= limit) {
      return false;
    }
    if (count == 0) {
      first = 0;
      epochMillis = nowMillis;
    }
    if (nowMillis - epochMillis > Integer.MAX_VALUE) {
      rebase();
    }
    if (count == times.length) {
      grow();
    }
    times[(first + count) % times.length] = (int) (nowMillis - epochMillis);
    count++;
    return true;
  }

  /** After 24 days without a pause the oldest message becomes the new epoch. */
  private void rebase() {
    int shift = times[first];
    for (int i = 0; i < count; i++) {
      times[(first + i) % times.length] -= shift;
    }
    epochMillis += shift;
  }

  private void grow() {
    int[] larger = Arrays.copyOf(times, (int) Math.min(limit, times.length * 2L));
    for (int i = 0; i < count; i++) {
      larger[i] = times[(first + i) % times.length];
    }
    times = larger;
    first = 0;
  }
}
