package io.fleettelemetry.transform;

import java.util.Arrays;

/** Parts of an array, in order. */
final class Ranges {
  private int[] bounds = new int[8];
  private int size;

  static Ranges of(int from, int to) {
    Ranges ranges = new Ranges();
    ranges.add(from, to);
    return ranges;
  }

  void add(int from, int to) {
    if (size == bounds.length) {
      bounds = Arrays.copyOf(bounds, size * 2);
    }
    bounds[size++] = from;
    bounds[size++] = to;
  }

  void clear() {
    size = 0;
  }

  int count() {
    return size / 2;
  }

  int from(int index) {
    return bounds[index * 2];
  }

  int to(int index) {
    return bounds[index * 2 + 1];
  }

  /** Bytes in all parts. */
  int length() {
    int length = 0;
    for (int i = 0; i < count(); i++) {
      length += to(i) - from(i);
    }
    return length;
  }
}
