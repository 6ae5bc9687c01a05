package io.fleettelemetry.transform;

import io.fleettelemetry.telemetry.RecordType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;

/** One payload of {@code transform/recorded} and what became of it. */
public record RecordedCase(String name, JsonObject members) {

  /** All cases of all files. */
  public static Stream<RecordedCase> all() {
    try (Stream<Path> files =
        Files.list(Path.of(RecordedCase.class.getResource("/transform/recorded").toURI()))) {
      return files.sorted().toList().stream().flatMap(RecordedCase::of);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<RecordedCase> of(Path file) {
    String subject = file.getFileName().toString().replace(".json", "");
    try {
      return new JsonArray(Files.readString(file))
          .stream()
              .map(JsonObject.class::cast)
              .map(
                  members -> new RecordedCase(subject + ": " + members.getString("case"), members));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The device id of the vehicle's certificate. */
  public String vin() {
    return members.getString("vin");
  }

  public RecordType type() {
    return RecordType.of(members.getString("type"));
  }

  public byte[] payload() {
    return HexFormat.of().parseHex(members.getString("payload"));
  }

  public boolean valid() {
    return members.getBoolean("valid", true);
  }

  /** Hexadecimal; null where it was not recorded. */
  public String dispatched() {
    return members.getString("dispatched");
  }

  /** Null where the record has no JSON form. */
  public String json() {
    return members.getString("json");
  }

  Transformation transform() {
    byte[] payload = payload();
    return RecordTransformer.transform(type(), payload, 0, payload.length, vin());
  }
}
