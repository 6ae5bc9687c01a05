package io.fleettelemetry.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where a server is.
 *
 * @param host a name or an address, IPv6 without brackets
 * @param port 1 to 65535
 */
record ServerAddress(String host, int port) {

  private static final int DEFAULT_PORT = 443;
  private static final int MAX_PORT = 65_535;

  private static final Pattern ADDRESS =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._-]+))(?::(\\d{1,5}))?");

  /** Reads {@code HOST:PORT}, or {@code HOST} for port 443. */
  static final class Converter implements ITypeConverter<ServerAddress> {

    @Override
    public ServerAddress convert(String text) {
      Matcher address = ADDRESS.matcher(text);
      if (address.matches()) {
        String host = address.group(1) == null ? address.group(2) : address.group(1);
        int port = address.group(3) == null ? DEFAULT_PORT : Integer.parseInt(address.group(3));
        if (port >= 1 && port <= MAX_PORT) {
          return new ServerAddress(host, port);
        }
      }
      throw new TypeConversionException(
          text + " — must be HOST:PORT with a port from 1 to 65535, IPv6 as [::1]:443");
    }
  }
}
