package io.fleettelemetry.cli;

import java.util.OptionalDouble;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how many a second: a number, or {@code max}, which is empty. */
final class RateConverter implements ITypeConverter<OptionalDouble> {

  private static final double MAX = 10_000_000;

  @Override
  public OptionalDouble convert(String text) {
    if (text.equals("max")) {
      return OptionalDouble.empty();
    }
    try {
      double rate = Double.parseDouble(text);
      if (rate >= 0 && rate <= MAX) {
        return OptionalDouble.of(rate);
      }
    } catch (NumberFormatException e) {
      // Told with what is out of range.
    }
    throw new TypeConversionException(text + " — must be 0 to 10000000, or max");
  }
}
