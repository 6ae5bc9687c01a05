package io.fleettelemetry.dispatch.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;

/** How lines of a store are parsed. */
final class StoreJson {

  /** A tag of an error may be as long as a record. */
  private static final int MAX_NAME_LENGTH = 1 << 20;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // What names a vehicle may send is without limit; the JVM would keep each for good.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNameLength(MAX_NAME_LENGTH).build())
          .build();

  private StoreJson() {}

  static JsonParser parser(byte[] json, int from, int length) throws IOException {
    return FACTORY.createParser(json, from, length);
  }
}
