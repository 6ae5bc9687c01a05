package io.fleettelemetry.bus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Wire form of a {@link RecordBatch}, big endian; a text or byte array is its length in bytes
 * (int32) and its bytes, text in UTF-8: outcome address, dispatcher (int32), number of records
 * (int32), then for each its ticket (int64), type, VIN, txid, client version, created and received
 * (int64 each), whether the payload is the protobuf (byte), the protobuf, and the payload where it
 * is another.
 */
final class RecordBatchCodec extends WireCodec<RecordBatch> {

  @Override
  public void encodeToWire(Buffer buffer, RecordBatch batch) {
    writeBytes(buffer, batch.outcomeAddress().getBytes(UTF_8));
    buffer.appendInt(batch.dispatcher()).appendInt(batch.records().size());
    for (int i = 0; i < batch.tickets().length; i++) {
      buffer.appendLong(batch.tickets()[i]);
      writeRecord(buffer, batch.records().get(i));
    }
  }

  private static void writeRecord(Buffer buffer, TelemetryRecord record) {
    writeBytes(buffer, record.type().name().getBytes(UTF_8));
    writeBytes(buffer, record.vin().getBytes(UTF_8));
    writeBytes(buffer, record.txid());
    writeBytes(buffer, record.clientVersion().getBytes(UTF_8));
    buffer.appendLong(record.createdAtMillis()).appendLong(record.receivedAtMillis());
    boolean same = record.payload() == record.protobuf();
    buffer.appendByte((byte) (same ? 1 : 0));
    writeBytes(buffer, record.protobuf());
    if (!same) {
      writeBytes(buffer, record.payload());
    }
  }

  @Override
  public RecordBatch decodeFromWire(int position, Buffer buffer) {
    Cursor cursor = new Cursor(buffer, position);
    String outcomeAddress = new String(cursor.readBytes(), UTF_8);
    int dispatcher = cursor.readInt();
    int count = cursor.readInt();
    long[] tickets = new long[count];
    List<TelemetryRecord> records = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      tickets[i] = cursor.readLong();
      records.add(readRecord(cursor));
    }
    return new RecordBatch(outcomeAddress, dispatcher, records, tickets);
  }

  private static TelemetryRecord readRecord(Cursor cursor) {
    RecordType type = RecordType.of(new String(cursor.readBytes(), UTF_8));
    String vin = new String(cursor.readBytes(), UTF_8);
    byte[] txid = cursor.readBytes();
    String clientVersion = new String(cursor.readBytes(), UTF_8);
    long createdAt = cursor.readLong();
    long receivedAt = cursor.readLong();
    boolean same = cursor.readByte() == 1;
    byte[] protobuf = cursor.readBytes();
    byte[] payload = same ? protobuf : cursor.readBytes();
    return new TelemetryRecord(
        type, vin, txid, protobuf, payload, createdAt, receivedAt, clientVersion);
  }
}
