package io.fleettelemetry.server;

import io.fleettelemetry.server.RecordFactory.Payload;
import io.fleettelemetry.telemetry.RecordType;

/**
 * What a vehicle sent and the server cannot make a record of.
 *
 * @param reason what cannot be read, as dead letters and metrics name it
 * @param error what is wrong with it, for people
 * @param raw the bytes themselves, to be read at once; type and txid are empty where nothing tells
 */
record Undecodable(String reason, String error, Payload raw) {

  private static final RecordType NO_TYPE = RecordType.of("");
  private static final byte[] NO_TXID = {};

  /** A message whose envelope cannot be read, from 0 on in the buffer. */
  static Undecodable message(byte[] buffer, int length, String error) {
    return new Undecodable(
        "unreadable", error, new Payload(NO_TYPE, NO_TXID, 0, buffer, 0, length));
  }

  /** A payload that is not what its type says. */
  static Undecodable payload(Payload raw, String error) {
    return new Undecodable("invalid", error, raw);
  }
}
