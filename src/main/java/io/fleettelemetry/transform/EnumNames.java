package io.fleettelemetry.transform;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import java.util.Map;
import java.util.stream.Collectors;

/** The names of an enum's values as the schema has them. Immutable. */
public final class EnumNames {

  private final Map<Integer, String> byNumber;

  /** The names of this enum. */
  public EnumNames(EnumDescriptor type) {
    byNumber =
        type.getValues().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    EnumValueDescriptor::getNumber, EnumValueDescriptor::getName));
  }

  /** A value by its name; by its number, as text, where it has none. */
  public String of(int number) {
    String name = byNumber.get(number);
    return name != null ? name : Integer.toString(number);
  }
}
