package io.fleettelemetry.dispatch.redis;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens.
 *
 * @param host a name or an address, IPv6 without brackets
 * @param port 1 to 65535
 */
public record RedisAddress(String host, int port) {

  static final String RULE = "must be host:port, host, [IPv6]:port or [IPv6]";

  private static final int DEFAULT_PORT = 6379;
  private static final int MAX_PORT = 65_535;

  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+(?:%\\w+)?)]|([\\w.-]+))(?::(\\d{1,5}))?");

  /** Reads one; the port is 6379 where none is written. Empty when it is no address. */
  static Optional<RedisAddress> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    String host = form.group(1) != null ? form.group(1) : form.group(2);
    int port = form.group(3) == null ? DEFAULT_PORT : Integer.parseInt(form.group(3));
    return port >= 1 && port <= MAX_PORT
        ? Optional.of(new RedisAddress(host, port))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
