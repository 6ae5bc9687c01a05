package io.fleettelemetry.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What names the records of one vehicle: {@code <run>-<vehicle>-<sequence>}, so that no two of any
 * fleet have the same name, and that an ack tells which record it is for without a search through
 * all. Immutable.
 */
final class Txid {

  /** Not the name of a record of this vehicle. */
  static final long FOREIGN = -1;

  private static final int MAX_DIGITS = 18;

  private final byte[] prefix;

  /**
   * @param run tells this fleet from all others
   */
  Txid(String run, int vehicle) {
    prefix = (run + "-" + vehicle + "-").getBytes(StandardCharsets.US_ASCII);
  }

  /** The name of a record. */
  byte[] of(long sequence) {
    byte[] digits = Long.toString(sequence).getBytes(StandardCharsets.US_ASCII);
    byte[] txid = Arrays.copyOf(prefix, prefix.length + digits.length);
    System.arraycopy(digits, 0, txid, prefix.length, digits.length);
    return txid;
  }

  /** The number of the record of this name, or {@link #FOREIGN}. */
  long sequence(byte[] txid) {
    int digits = txid.length - prefix.length;
    if (digits <= 0
        || digits > MAX_DIGITS
        || !Arrays.equals(txid, 0, prefix.length, prefix, 0, prefix.length)
        || (digits > 1 && txid[prefix.length] == '0')) {
      return FOREIGN;
    }
    long sequence = 0;
    for (int i = prefix.length; i < txid.length; i++) {
      int digit = txid[i] - '0';
      if (digit < 0 || digit > 9) {
        return FOREIGN;
      }
      sequence = sequence * 10 + digit;
    }
    return sequence;
  }
}
