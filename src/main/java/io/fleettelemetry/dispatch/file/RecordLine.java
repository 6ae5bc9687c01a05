package io.fleettelemetry.dispatch.file;

import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.transform.DeadLetter;
import io.fleettelemetry.transform.JsonEncoder;
import io.fleettelemetry.transform.JsonEncoding;
import io.fleettelemetry.transform.JsonEncoding.Encoded;
import io.fleettelemetry.transform.Utf8;
import java.util.Base64;

/**
 * Writes a record as one line of JSON: its metadata, then {@code data}, which is proto3 JSON or
 * that of a dead letter, or {@code payload} in base64 for a type without a schema. Where the JSON
 * does not say all that the protobuf says, or there is none, the protobuf is there too in base64.
 * Pure functions.
 */
public final class RecordLine {

  /** The metadata entry {@code version}; every record has the same. */
  private static final String ENVELOPE_VERSION = "0";

  private RecordLine() {}

  /** The line of a record, UTF-8, ended by a line feed and with none inside. */
  public static byte[] of(TelemetryRecord record) {
    LineBuffer line = new LineBuffer(256 + record.txid().length + record.protobuf().length * 4);
    line.raw("{").name("vin").text(record.vin());
    line.raw(",").name("txtype").text(record.type().name());
    line.raw(",").name("receivedat").number(record.receivedAtMillis());
    line.raw(",").name("timestamp").number(record.createdAtMillis());
    txid(line, record.txid());
    line.raw(",").name("version").text(ENVELOPE_VERSION);
    line.raw(",").name("device_client_version").text(record.clientVersion());
    if (record.type().hasSchema()) {
      data(line, record);
    } else if (isDeadLetter(record)) {
      line.raw(",").name("data").raw(record.payload());
    } else {
      base64(line, "payload", record.protobuf());
    }
    return line.raw("}\n").toBytes();
  }

  private static boolean isDeadLetter(TelemetryRecord record) {
    return record.type().equals(RecordType.DEAD_LETTER) && DeadLetter.isOne(record.payload());
  }

  private static void txid(LineBuffer line, byte[] txid) {
    if (Utf8.isValid(txid, 0, txid.length)) {
      line.raw(",").name("txid").text(txid);
    } else {
      base64(line, "txid_base64", txid);
    }
  }

  private static void data(LineBuffer line, TelemetryRecord record) {
    JsonEncoding encoding = JsonEncoder.encode(record.type(), record.protobuf());
    boolean complete = false;
    if (encoding instanceof Encoded encoded) {
      line.raw(",").name("data").raw(encoded.json());
      complete = encoded.complete();
    }
    if (!complete) {
      base64(line, "protobuf", record.protobuf());
    }
  }

  private static void base64(LineBuffer line, String name, byte[] bytes) {
    line.raw(",").name(name).raw("\"").raw(Base64.getEncoder().encode(bytes)).raw("\"");
  }
}
