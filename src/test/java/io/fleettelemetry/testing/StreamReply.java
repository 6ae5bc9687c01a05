package io.fleettelemetry.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what {@code redis-cli --csv XRANGE} prints of entries as the dispatcher makes them. */
final class StreamReply {

  /** Id, seven metadata entries and the payload, each with its name. */
  private static final int FIELDS = 1 + 2 * 8;

  private StreamReply() {}

  /** The fields of each entry, in their order. */
  static List<Map<String, byte[]>> entries(String reply) {
    List<byte[]> all = CsvReply.fields(reply);
    if (all.size() % FIELDS != 0) {
      throw new AssertionError("no entries of a record each: " + reply);
    }
    List<Map<String, byte[]>> entries = new ArrayList<>();
    for (int entry = 0; entry < all.size(); entry += FIELDS) {
      Map<String, byte[]> fields = new LinkedHashMap<>();
      for (int field = entry + 1; field < entry + FIELDS; field += 2) {
        fields.put(new String(all.get(field), UTF_8), all.get(field + 1));
      }
      entries.add(fields);
    }
    return entries;
  }
}
