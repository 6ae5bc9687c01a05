package io.fleettelemetry.dispatch.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.transform.DeadLetter;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class RecordLineTest {

  @Test
  void metadataThenTheRecord() {
    assertEquals(
        "{\"vin\":\"VIN\",\"txtype\":\"V\",\"receivedat\":1764000000250,"
            + "\"timestamp\":1764000000000,\"txid\":\"VIN/7\",\"version\":\"0\","
            + "\"device_client_version\":\"1.0.0\",\"data\":{\"data\":[{\"key\":\"Odometer\","
            + "\"value\":{\"doubleValue\":7}}],\"createdAt\":null,\"vin\":\"VIN\","
            + "\"isResend\":false}}\n",
        line(RecordBuilder.numbered("VIN", 7).build()));
  }

  @Test
  void otherTypesWithASchema() {
    JsonObject alerts = json(RecordBuilder.alerts().build());
    assertEquals("alerts", alerts.getString("txtype"));
    assertEquals(
        "PCS_a022",
        alerts.getJsonObject("data").getJsonArray("alerts").getJsonObject(0).getString("name"));
    JsonObject errors = json(RecordBuilder.errors().build());
    assertEquals(
        "cloud_down",
        errors.getJsonObject("data").getJsonArray("errors").getJsonObject(0).getString("name"));
  }

  @Test
  void aTypeWithoutASchemaHasItsPayload() {
    byte[] payload = {0, '\n', (byte) 0xFF};
    JsonObject line = json(RecordBuilder.of("custom").protobuf(payload).build());
    assertArrayEquals(payload, Base64.getDecoder().decode(line.getString("payload")));
    assertNull(line.getValue("data"));
    assertEquals("", json(RecordBuilder.of("custom").build()).getString("payload"));
  }

  @Test
  void aDeadLetterIsThereAsTheJsonThatItIs() {
    byte[] raw = {0, '\n', (byte) 0xFF};
    byte[] letter =
        new DeadLetter("VIN", new byte[] {'t'}, RecordType.V, "refused", "", "kafka", 7, raw)
            .json();
    JsonObject line = json(RecordBuilder.of("dead_letter").protobuf(letter).build());
    assertEquals("dead_letter", line.getString("txtype"));
    assertNull(line.getValue("payload"));
    assertEquals("kafka", line.getJsonObject("data").getString("dispatcher"));
    assertArrayEquals(raw, Base64.getDecoder().decode(line.getJsonObject("data").getString("raw")));
  }

  @Test
  void whatOnlyHasTheTypeOfADeadLetterIsKeptAsBytes() {
    byte[] payload = "{\"vin\":\n\"VIN\"}".getBytes(StandardCharsets.UTF_8);
    JsonObject line = json(RecordBuilder.of("dead_letter").protobuf(payload).build());
    assertArrayEquals(payload, Base64.getDecoder().decode(line.getString("payload")));
  }

  @Test
  void textIsEscapedAndStaysOneLine() {
    String text = "a\"b\\c\n\r\t\u0001\u001f é €\ud83d\ude97\u2028";
    String line = line(RecordBuilder.v().vin(text).txid(text).clientVersion(text).build());
    assertEquals(line.length() - 1, line.indexOf('\n'));
    JsonObject json = new JsonObject(line);
    assertEquals(text, json.getString("vin"));
    assertEquals(text, json.getString("txid"));
    assertEquals(text, json.getString("device_client_version"));
  }

  @Test
  void anIdThatIsNoTextIsKeptAsBytes() {
    byte[] id = {(byte) 0xC0, (byte) 0x80, 1};
    JsonObject line = json(RecordBuilder.v().txid(id).build());
    assertArrayEquals(id, Base64.getDecoder().decode(line.getString("txid_base64")));
    assertNull(line.getValue("txid"));
  }

  @Test
  void whatTheJsonCannotSayIsKeptAsProtobuf() {
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .addField(
                99,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFromUtf8("new"))
                    .build())
            .build();
    TelemetryRecord record =
        RecordBuilder.v()
            .protobuf(Payload.newBuilder().setVin("VIN").setUnknownFields(unknown).build())
            .build();
    JsonObject line = json(record);
    assertArrayEquals(record.protobuf(), Base64.getDecoder().decode(line.getString("protobuf")));
    assertEquals("VIN", line.getJsonObject("data").getString("vin"));
  }

  @Test
  void withoutJsonThereIsTheProtobufAlone() {
    Timestamp tooLate = Timestamp.newBuilder().setSeconds(Long.MAX_VALUE).build();
    TelemetryRecord record =
        RecordBuilder.v().protobuf(Payload.newBuilder().setCreatedAt(tooLate).build()).build();
    JsonObject line = json(record);
    assertArrayEquals(record.protobuf(), Base64.getDecoder().decode(line.getString("protobuf")));
    assertNull(line.getValue("data"));
  }

  @Test
  void recordsThatAreDispatchedDecodedHaveTheSameLine() {
    TelemetryRecord record = RecordBuilder.v().build();
    TelemetryRecord decoded =
        RecordBuilder.v().payload("{}".getBytes(StandardCharsets.UTF_8)).build();
    assertEquals(line(record), line(decoded));
  }

  private static JsonObject json(TelemetryRecord record) {
    return new JsonObject(line(record));
  }

  private static String line(TelemetryRecord record) {
    String line = new String(RecordLine.of(record), StandardCharsets.UTF_8);
    assertTrue(line.endsWith("}\n"), line);
    return line;
  }
}
