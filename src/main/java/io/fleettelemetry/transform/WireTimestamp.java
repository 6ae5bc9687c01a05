package io.fleettelemetry.transform;

import com.google.protobuf.Timestamp;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/** A time stamp field as it is read, which may be any number of seconds and nanoseconds. */
public final class WireTimestamp {

  private static final int SECONDS = Timestamp.SECONDS_FIELD_NUMBER << 3 | WireReader.VARINT;
  private static final int NANOS = Timestamp.NANOS_FIELD_NUMBER << 3 | WireReader.VARINT;
  private static final int NANOS_IN_A_SECOND = 1_000_000_000;
  private static final long EARLIEST = LocalDateTime.MIN.toEpochSecond(ZoneOffset.UTC);
  private static final long LATEST = LocalDateTime.MAX.toEpochSecond(ZoneOffset.UTC);

  private boolean present;
  private long seconds;
  private int nanos;

  /** Reads the time stamp that the reader is at. */
  public void read(WireReader reader) {
    present = true;
    int outer = reader.enter();
    while (reader.next()) {
      switch (Tag.of(reader)) {
        case SECONDS -> seconds = reader.longValue();
        case NANOS -> nanos = reader.intValue();
        default -> {}
      }
    }
    reader.leave(outer);
  }

  /** Whether one was read. */
  public boolean isPresent() {
    return present;
  }

  /** Whether it is later than another one; both as they are written. */
  public boolean isAfter(WireTimestamp other) {
    return seconds != other.seconds ? seconds > other.seconds : nanos > other.nanos;
  }

  /** Epoch seconds as written, 0 when absent. */
  public long seconds() {
    return seconds;
  }

  /**
   * RFC 3339 in whole seconds, UTC; 1970 when absent. Years beyond 9999 have more digits and no
   * sign; what no calendar reaches is the nearest that one does.
   */
  public String rfc3339() {
    long whole = reachable(reachable(seconds) + Math.floorDiv(nanos, NANOS_IN_A_SECOND));
    LocalDateTime time = LocalDateTime.ofEpochSecond(whole, 0, ZoneOffset.UTC);
    return String.format(
        Locale.ROOT,
        "%04d-%02d-%02dT%02d:%02d:%02dZ",
        time.getYear(),
        time.getMonthValue(),
        time.getDayOfMonth(),
        time.getHour(),
        time.getMinute(),
        time.getSecond());
  }

  private static long reachable(long epochSeconds) {
    return Math.max(EARLIEST, Math.min(LATEST, epochSeconds));
  }
}
