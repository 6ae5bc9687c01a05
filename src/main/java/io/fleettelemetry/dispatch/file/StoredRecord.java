package io.fleettelemetry.dispatch.file;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** A record as a store has it: its line, and what of that was read. Immutable. */
public final class StoredRecord {

  private final byte[] line;
  private final LineMembers members;

  StoredRecord(byte[] line, LineMembers members) {
    this.line = line;
    this.members = members;
  }

  public String vin() {
    return members.vin();
  }

  /** The record type's name. */
  public String type() {
    return members.type();
  }

  /** When the server received it, epoch milliseconds. */
  public long receivedAtMillis() {
    return members.receivedAtMillis();
  }

  /** The message's id; in base64 where it is no text. */
  public String txid() {
    return members.txid();
  }

  /** Bytes of the payload or protobuf that the line carries in base64; 0 when it carries none. */
  public int binarySize() {
    return members.binarySize();
  }

  /** The whole line as it is stored: JSON, without a line break. */
  public String json() {
    return new String(line, StandardCharsets.UTF_8);
  }

  /**
   * The line of a {@code V} with some of its signals alone.
   *
   * @param keys whether a signal is kept, by its key in JSON: a field's name, or its number when it
   *     has none
   */
  public String json(Predicate<String> keys) throws IOException {
    return ChosenSignals.of(line, keys);
  }

  /** Whether the record's content is there as JSON. */
  public boolean hasData() {
    return members.dataTo() > members.dataFrom();
  }

  /** Reads the record's content, which is valid JSON, if there is any. To be closed. */
  public JsonParser data() throws IOException {
    return StoreJson.parser(line, members.dataFrom(), members.dataTo() - members.dataFrom());
  }
}
