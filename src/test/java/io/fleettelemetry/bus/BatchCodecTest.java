package io.fleettelemetry.bus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchCodecTest {

  private static final byte[] TXID = {(byte) 0xff, 0, 'x'};

  @Test
  void recordsSurviveTheWire() {
    byte[] protobuf = {1, 2, 3};
    TelemetryRecord plain =
        new TelemetryRecord(RecordType.V, "VIN-1", TXID, protobuf, protobuf, 5_000, 6_001, "1.2");
    TelemetryRecord decoded =
        new TelemetryRecord(
            RecordType.of("custom ü"),
            "VIN-2",
            new byte[0],
            protobuf,
            "{}".getBytes(UTF_8),
            0,
            7,
            "");
    RecordBatch batch =
        new RecordBatch("ingest.a", 3, List.of(plain, decoded), new long[] {-1, 1L << 40});

    RecordBatch read = throughTheWire(new RecordBatchCodec(), batch);

    assertEquals("ingest.a", read.outcomeAddress());
    assertEquals(3, read.dispatcher());
    assertArrayEquals(batch.tickets(), read.tickets());
    assertSameRecord(plain, read.records().get(0));
    assertSame(read.records().get(0).protobuf(), read.records().get(0).payload());
    assertSameRecord(decoded, read.records().get(1));
    assertNotSame(read.records().get(1).protobuf(), read.records().get(1).payload());
  }

  @Test
  void outcomesSurviveTheWire() {
    OutcomeBatch batch = new OutcomeBatch(31, new long[] {1, 2, 3}, Outcome.values());

    OutcomeBatch read = throughTheWire(new OutcomeBatchCodec(), batch);

    assertEquals(31, read.dispatcher());
    assertArrayEquals(batch.tickets(), read.tickets());
    assertArrayEquals(batch.outcomes(), read.outcomes());
  }

  @Test
  void onOneNodeABatchCrossesByReference() {
    OutcomeBatch batch = new OutcomeBatch(0, new long[1], new Outcome[] {Outcome.STORED});
    assertSame(batch, new OutcomeBatchCodec().transform(batch));
  }

  @Test
  void anUnknownOutcomeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Outcome.of((byte) 3));
  }

  @Test
  void aBatchIsBounded() {
    TelemetryRecord record = new TelemetryRecord(RecordType.V, "VIN", TXID, TXID, TXID, 0, 0, "");
    assertThrows(
        IllegalArgumentException.class, () -> new RecordBatch("a", 0, List.of(), new long[0]));
    assertThrows(
        IllegalArgumentException.class,
        () -> new RecordBatch("a", 0, List.of(record), new long[] {1, 2}));
  }

  private static <T> T throughTheWire(WireCodec<T> codec, T message) {
    Buffer buffer = Buffer.buffer("before");
    codec.encodeToWire(buffer, message);
    return codec.decodeFromWire("before".length(), buffer);
  }

  private static void assertSameRecord(TelemetryRecord expected, TelemetryRecord actual) {
    assertEquals(expected.type(), actual.type());
    assertEquals(expected.vin(), actual.vin());
    assertArrayEquals(expected.txid(), actual.txid());
    assertArrayEquals(expected.protobuf(), actual.protobuf());
    assertArrayEquals(expected.payload(), actual.payload());
    assertEquals(expected.createdAtMillis(), actual.createdAtMillis());
    assertEquals(expected.receivedAtMillis(), actual.receivedAtMillis());
    assertEquals(expected.clientVersion(), actual.clientVersion());
  }
}
