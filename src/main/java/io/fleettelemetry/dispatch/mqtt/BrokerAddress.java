package io.fleettelemetry.dispatch.mqtt;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where a broker is and how it is spoken to.
 *
 * @param host a name, or an address without brackets
 * @param tls whether the connection is encrypted
 * @param webSocketPath the path of a broker behind a WebSocket, without a leading slash; absent for
 *     one that speaks MQTT over TCP itself
 * @param login user name and password as the URL has them, with a colon between them; absent where
 *     it has none
 * @param shown as the configuration has it, without the login
 */
record BrokerAddress(
    String host,
    int port,
    boolean tls,
    Optional<String> webSocketPath,
    Optional<String> login,
    String shown) {

  static final String RULE =
      "must be host:port, or a URL with one of tcp, mqtt, ssl, tls, mqtts, mqtt+ssl, tcps, ws, wss,"
          + " such as mqtts://broker.example.com:8883";

  private static final String LOOPBACK = "127.0.0.1";
  private static final int MAX_PORT = 65_535;

  private record Scheme(boolean tls, boolean webSocket, int port) {}

  private static final Scheme PLAIN = new Scheme(false, false, 1883);
  private static final Scheme SECURE = new Scheme(true, false, 8883);

  private static final Map<String, Scheme> SCHEMES =
      Map.of(
          "tcp", PLAIN,
          "mqtt", PLAIN,
          "ssl", SECURE,
          "tls", SECURE,
          "mqtts", SECURE,
          "mqtt+ssl", SECURE,
          "tcps", SECURE,
          "ws", new Scheme(false, true, 80),
          "wss", new Scheme(true, true, 443));

  /** Reads an address; empty when it is none. */
  static Optional<BrokerAddress> parse(String given) {
    String url = given.contains("://") ? given : "tcp://" + given;
    try {
      String atHost = url.replaceFirst("://:", "://" + LOOPBACK + ":");
      URI uri = new URI(atHost);
      Scheme scheme =
          SCHEMES.get(Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT));
      int port = uri.getPort() < 0 && scheme != null ? scheme.port() : uri.getPort();
      if (scheme == null
          || uri.getHost() == null
          || port < 1
          || port > MAX_PORT
          || uri.getFragment() != null
          || (!scheme.webSocket() && hasPath(uri))) {
        return Optional.empty();
      }
      return Optional.of(
          new BrokerAddress(
              withoutBrackets(uri.getHost()),
              port,
              scheme.tls(),
              scheme.webSocket() ? Optional.of(path(uri)) : Optional.empty(),
              Optional.ofNullable(uri.getUserInfo()),
              withoutLogin(given)));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static boolean hasPath(URI uri) {
    return !(uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
        || uri.getRawQuery() != null;
  }

  private static String path(URI uri) {
    String path = uri.getRawPath().startsWith("/") ? uri.getRawPath().substring(1) : "";
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  /** For messages: a login is a secret. */
  static String withoutLogin(String given) {
    return given.replaceFirst("(^|://)[^/@]*@", "$1");
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  @Override
  public String toString() {
    return shown;
  }
}
