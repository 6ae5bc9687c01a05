package io.fleettelemetry.transform;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.fleettelemetry.telemetry.RecordType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/**
 * What a vehicle sent and no dispatcher could have as it is, with the reason.
 *
 * @param vin the certificate's device id
 * @param txid the message's id, any bytes; empty when unknown
 * @param recordType what it was before; an empty name when unknown
 * @param reason one of a fixed set of words
 * @param error what is wrong with it, for people; empty when there is nothing to say
 * @param dispatcher who refused it; empty when none did
 * @param receivedAtMillis when the server read the message, epoch milliseconds
 * @param raw the bytes in question; never changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record DeadLetter(
    String vin,
    byte[] txid,
    RecordType recordType,
    String reason,
    String error,
    String dispatcher,
    long receivedAtMillis,
    byte[] raw) {

  /** Longer texts of a vehicle are cut, so that the letter grows with its raw bytes alone. */
  private static final int MOST_TEXT_BYTES = 1_024;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // What names a vehicle may send is without limit; the JVM would keep each for good.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private static final Set<String> MEMBERS =
      Set.of("vin", "txid", "record_type", "reason", "error", "dispatcher", "received_at", "raw");

  /** One JSON object without a line break: texts, {@code raw} in base64 with padding. */
  public byte[] json() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512 + raw.length / 3 * 4);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("vin", text(vin));
      json.writeStringField("txid", text(txid));
      json.writeStringField("record_type", text(recordType.name()));
      json.writeStringField("reason", reason);
      if (!error.isEmpty()) {
        json.writeStringField("error", text(error));
      }
      if (!dispatcher.isEmpty()) {
        json.writeStringField("dispatcher", dispatcher);
      }
      json.writeNumberField("received_at", receivedAtMillis);
      json.writeBinaryField("raw", raw);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes any bytes", e);
    }
    return out.toByteArray();
  }

  /** What is no text in a text is replaced: half a surrogate pair, bytes that are no UTF-8. */
  private static String text(String text) {
    return text(text.getBytes(UTF_8));
  }

  private static String text(byte[] utf8) {
    return new String(utf8, 0, Math.min(utf8.length, MOST_TEXT_BYTES), UTF_8);
  }

  /**
   * Whether a payload can be shown as a dead letter is: as one JSON object on one line, of the
   * members of a dead letter and without any depth. A vehicle can send anything under this type
   * where the configuration has it as one of its own.
   */
  public static boolean isOne(byte[] payload) {
    for (byte b : payload) {
      if (b == '\n' || b == '\r') {
        return false;
      }
    }
    if (!Utf8.isValid(payload, 0, payload.length)) {
      return false;
    }
    try (JsonParser json = FACTORY.createParser(payload)) {
      return json.nextToken() == JsonToken.START_OBJECT
          && hasItsMembers(json)
          && json.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean hasItsMembers(JsonParser json) throws IOException {
    String name;
    while ((name = json.nextFieldName()) != null) {
      if (!MEMBERS.contains(name) || !json.nextToken().isScalarValue()) {
        return false;
      }
    }
    return json.currentToken() == JsonToken.END_OBJECT;
  }
}
