package io.fleettelemetry.dispatch.zmq;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the socket is bound, as ZeroMQ writes it: {@code tcp://*:5284}.
 *
 * @param host an address, a name, an interface, or {@code *} for all of IPv4; IPv6 in brackets
 * @param port 0 to 65535, or {@code *}, which as 0 takes a free one
 */
record Endpoint(String host, String port) {

  static final String RULE =
      "must be tcp://HOST:PORT, HOST an address, an interface or *, PORT a number or *";

  private static final Pattern TCP =
      Pattern.compile("tcp://(\\*|\\[[\\p{XDigit}:.%\\w]+]|[\\w.-]+):(\\*|\\d{1,5})");
  private static final int MAX_PORT = 65_535;

  /** Reads one; empty when it is none. */
  static Optional<Endpoint> parse(String text) {
    Matcher matcher = TCP.matcher(text);
    return matcher.matches() && isPort(matcher.group(2))
        ? Optional.of(new Endpoint(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  private static boolean isPort(String text) {
    return text.equals("*") || Integer.parseInt(text) <= MAX_PORT;
  }

  boolean isIpv6() {
    return host.startsWith("[");
  }

  /** The same with the address of an interface in place of its name, which JeroMQ does not know. */
  String bindable() {
    return "tcp://" + addressOfInterface().orElse(host) + ":" + port;
  }

  private Optional<String> addressOfInterface() {
    try {
      return Optional.ofNullable(NetworkInterface.getByName(host)).stream()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(Inet4Address.class::isInstance)
          .map(InetAddress::getHostAddress)
          .findFirst();
    } catch (SocketException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "tcp://" + host + ":" + port;
  }
}
