package io.fleettelemetry.bus;

import io.fleettelemetry.telemetry.Outcome;
import io.vertx.core.buffer.Buffer;

/**
 * Wire form of an {@link OutcomeBatch}, big endian: dispatcher (int32), number of outcomes (int32),
 * then for each its ticket (int64) and the outcome's code (byte).
 */
final class OutcomeBatchCodec extends WireCodec<OutcomeBatch> {

  @Override
  public void encodeToWire(Buffer buffer, OutcomeBatch batch) {
    buffer.appendInt(batch.dispatcher()).appendInt(batch.tickets().length);
    for (int i = 0; i < batch.tickets().length; i++) {
      buffer.appendLong(batch.tickets()[i]).appendByte(batch.outcomes()[i].code());
    }
  }

  @Override
  public OutcomeBatch decodeFromWire(int position, Buffer buffer) {
    Cursor cursor = new Cursor(buffer, position);
    int dispatcher = cursor.readInt();
    int count = cursor.readInt();
    long[] tickets = new long[count];
    Outcome[] outcomes = new Outcome[count];
    for (int i = 0; i < count; i++) {
      tickets[i] = cursor.readLong();
      outcomes[i] = Outcome.of(cursor.readByte());
    }
    return new OutcomeBatch(dispatcher, tickets, outcomes);
  }
}
