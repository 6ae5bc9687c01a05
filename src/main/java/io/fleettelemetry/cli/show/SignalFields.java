package io.fleettelemetry.cli.show;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.fleettelemetry.config.Nearest;
import io.fleettelemetry.dispatch.file.StoredRecord;
import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.telemetry.RecordType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which signals of {@code V} are wanted. Immutable. */
public final class SignalFields {

  /** Every one. */
  public static final SignalFields ALL = new SignalFields(Set.of());

  private static final List<Field> KNOWN =
      Arrays.stream(Field.values()).filter(field -> field != Field.UNRECOGNIZED).toList();
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  private final Set<String> keys;

  private SignalFields(Set<String> keys) {
    this.keys = keys;
  }

  /**
   * These and one more.
   *
   * @param given the name of a field of the schema in any letter case, or any field's number
   * @return empty when it is neither
   */
  public Optional<SignalFields> with(String given) {
    Set<String> all = new HashSet<>(keys);
    if (NUMBER.matcher(given).matches()) {
      int number = Integer.parseInt(given);
      all.add(Integer.toString(number));
      Optional.ofNullable(Field.forNumber(number)).ifPresent(field -> all.add(field.name()));
      return Optional.of(new SignalFields(Set.copyOf(all)));
    }
    for (Field field : KNOWN) {
      if (field.name().equalsIgnoreCase(given)) {
        all.add(field.name());
        // A server that did not know its name yet has stored the number.
        all.add(Integer.toString(field.getNumber()));
        return Optional.of(new SignalFields(Set.copyOf(all)));
      }
    }
    return Optional.empty();
  }

  /** The known name that is nearest to one that is not. */
  public static String nearest(String unknown) {
    return Nearest.of(unknown, KNOWN.stream().map(Field::name).toList()).orElseThrow();
  }

  /** Whether no signal is left out. */
  public boolean all() {
    return keys.isEmpty();
  }

  /**
   * Whether a signal is wanted.
   *
   * @param key as JSON has it: a field's name, or its number when it has none
   */
  boolean contains(String key) {
    return keys.isEmpty() || keys.contains(key);
  }

  /** Whether a record has any signal that is wanted. */
  public boolean areIn(StoredRecord record) {
    if (!record.hasData() || !record.type().equals(RecordType.V.name())) {
      return false;
    }
    try (JsonParser data = record.data()) {
      boolean found = false;
      boolean more = JsonWalk.enterList(data, "data");
      while (more && !found && data.nextToken() != JsonToken.END_ARRAY) {
        found = contains(JsonWalk.members(data).getOrDefault("key", ""));
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
