package io.fleettelemetry.server;

import io.fleettelemetry.telemetry.RecordType;
import java.util.List;

/**
 * Where the records of one type go.
 *
 * @param index of this route among all, from 0
 * @param topic the type's name as it stands in envelopes, UTF-8; never changed
 * @param destinations the dispatchers, at least one
 * @param source the number of the dispatcher that must confirm before an ack, or {@link #NO_SOURCE}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Route(int index, RecordType type, byte[] topic, List<Destination> destinations, int source) {

  /** Records are acked as soon as they are handed over. */
  static final int NO_SOURCE = -1;

  /**
   * One dispatcher of a type.
   *
   * @param number of the dispatcher, 0 to 31
   * @param waits whether vehicles wait while it is full, instead of losing the record for it
   */
  record Destination(int number, String dispatcher, boolean waits) {

    /** The dispatcher's bit in a set of awaited ones. */
    int bit() {
      return 1 << number;
    }
  }

  boolean hasSource() {
    return source != NO_SOURCE;
  }
}
