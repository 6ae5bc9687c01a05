package io.fleettelemetry.dispatch.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import io.fleettelemetry.dispatch.file.LineReading.Damaged;
import io.fleettelemetry.dispatch.file.LineReading.Other;
import io.fleettelemetry.dispatch.file.LineReading.Wanted;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.RecordBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineParserTest {

  private static final RecordFilter ONE_VEHICLE = filter("A", "V", 1000, 2000);

  @Test
  void aRecordAsItIsWritten() throws Exception {
    TelemetryRecord written = RecordBuilder.v().txid("t\"1").build();
    StoredRecord read = wanted(line(written));
    assertEquals(written.vin(), read.vin());
    assertEquals("V", read.type());
    assertEquals(written.receivedAtMillis(), read.receivedAtMillis());
    assertEquals("t\"1", read.txid());
    assertEquals(line(written), read.json());
    assertEquals(0, read.binarySize());
    assertTrue(read.hasData());
    try (JsonParser data = read.data()) {
      data.nextToken();
      assertEquals("data", data.nextFieldName());
    }
  }

  @Test
  void aRecordWithoutASchemaTellsItsSize() {
    for (int size = 0; size < 5; size++) {
      StoredRecord read = wanted(line(RecordBuilder.of("custom").protobuf(new byte[size]).build()));
      assertEquals(size, read.binarySize());
      assertFalse(read.hasData());
    }
  }

  @Test
  void anIdThatIsNoTextIsInBase64() {
    StoredRecord read = wanted(line(RecordBuilder.v().txid(new byte[] {(byte) 0xFF}).build()));
    assertEquals("/w==", read.txid());
  }

  @Test
  void membersInAnyOrderAndUnknownOnesBetween() throws Exception {
    StoredRecord read =
        wanted(
            "{\"data\":{\"x\":[1]},\"new\":{\"vin\":\"B\"},\"receivedat\":1500,"
                + "\"txtype\":\"V\",\"vin\":\"A\"}");
    assertEquals("A", read.vin());
    assertEquals("", read.txid());
    try (JsonParser data = read.data()) {
      data.nextToken();
      assertEquals("x", data.nextFieldName());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "A, V, 1000, true",
    "A, V, 1999, true",
    "A, V, 999, false",
    "A, V, 2000, false",
    "A, alerts, 1500, false",
    "a, V, 1500, false",
    "AA, V, 1500, false",
  })
  void whatIsWanted(String vin, String type, long receivedAt, boolean wanted) {
    String line =
        "{\"vin\":\"%s\",\"txtype\":\"%s\",\"receivedat\":%d}".formatted(vin, type, receivedAt);
    assertEquals(wanted, read(line, ONE_VEHICLE) instanceof Wanted);
  }

  @Test
  void whatIsNotWantedIsNotReadFurther() {
    assertSame(Other.INSTANCE, read("{\"vin\":\"B\", no JSON}", ONE_VEHICLE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''| is no JSON object",
        "text| is no JSON object",
        "[1]| is no JSON object",
        "{\"vin\":\"A\"| is no JSON object",
        "{\"vin\":\"A\"}| lacks vin, txtype or receivedat",
        "{\"vin\":\"A\",\"txtype\":\"V\",\"receivedat\":\"1\"}| lacks vin, txtype or receivedat",
        "{\"vin\":1,\"txtype\":\"V\",\"receivedat\":1}| lacks vin, txtype or receivedat",
        "{\"vin\":{},\"txtype\":\"V\",\"receivedat\":1}| lacks vin, txtype or receivedat",
        "{\"vin\":\"A\",\"txtype\":\"V\",\"receivedat\":1}{}| has more than one JSON object",
      })
  void whatIsNoRecord(String line, String reason) {
    assertEquals(new Damaged(reason), read(line, RecordFilter.ALL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"vin\":\"A\",\"txtype\":\"V\",\"receivedat\":1,\"data\":{\"data\":[}}",
        "{\"vin\":\"A\",\"txtype\":\"V\",\"recei{\"vin\":\"A\"}",
        "{\"vin\":\"A\",\"txtype\":\"V\",\"receivedat\":1,\"data\":}",
        "{\"vin\":\"A\",\"txtype\":\"V\",\"receivedat\":99999999999999999999}",
        "{\0\0\0}",
      })
  void whatIsNoJson(String line) {
    String reason = assertInstanceOf(Damaged.class, read(line, RecordFilter.ALL)).reason();
    assertTrue(reason.startsWith("is no JSON: "), reason);
    assertEquals(1, reason.lines().count());
  }

  @Test
  void bytesThatAreNoText() {
    byte[] line = "{\"vin\":\"?\"}".getBytes(StandardCharsets.UTF_8);
    line[8] = (byte) 0xFF;
    assertInstanceOf(Damaged.class, LineParser.read(line, 0, line.length, RecordFilter.ALL));
  }

  @Test
  void namesAsLongAsARecord() {
    String name = "n".repeat(1_000_000);
    StoredRecord read =
        wanted("{\"vin\":\"A\",\"txtype\":\"V\",\"receivedat\":1,\"data\":{\"" + name + "\":1}}");
    assertTrue(read.json().contains(name));
  }

  private static StoredRecord wanted(String line) {
    return assertInstanceOf(Wanted.class, read(line, RecordFilter.ALL)).record();
  }

  /** Reads it from the middle of a buffer, as it is done. */
  private static LineReading read(String line, RecordFilter filter) {
    byte[] buffer = ("before\n" + line + "\nafter").getBytes(StandardCharsets.UTF_8);
    int to = 7 + line.getBytes(StandardCharsets.UTF_8).length;
    return LineParser.read(buffer, 7, to, filter);
  }

  private static RecordFilter filter(String vin, String type, long since, long until) {
    return new RecordFilter(Set.of(vin), Set.of(type), since, until, record -> true);
  }

  private static String line(TelemetryRecord record) {
    return new String(RecordLine.of(record), StandardCharsets.UTF_8).strip();
  }
}
