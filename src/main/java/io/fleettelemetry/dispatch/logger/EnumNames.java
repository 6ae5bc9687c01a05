package io.fleettelemetry.dispatch.logger;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import java.util.Map;
import java.util.stream.Collectors;

/** The names of an enum's values as the schema has them. Immutable. */
final class EnumNames {

  private final Map<Integer, String> byNumber;

  EnumNames(EnumDescriptor type) {
    byNumber =
        type.getValues().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    EnumValueDescriptor::getNumber, EnumValueDescriptor::getName));
  }

  /** A value by its name; by its number, as text, where it has none. */
  String of(int number) {
    String name = byNumber.get(number);
    return name != null ? name : Integer.toString(number);
  }
}
