package io.fleettelemetry.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a version of TLS, {@code 1.2} or {@code 1.3}, and gives its name, such as TLSv1.3. */
final class TlsVersionConverter implements ITypeConverter<String> {

  @Override
  public String convert(String text) {
    if (text.equals("1.2") || text.equals("1.3")) {
      return "TLSv" + text;
    }
    throw new TypeConversionException(text + " — must be 1.2 or 1.3");
  }
}
