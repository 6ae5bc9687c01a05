package io.fleettelemetry.testing;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLContext;

/** How a {@link FakeVehicle} connects: as vehicles do, but for what is changed here. */
public final class FakeVehicleBuilder {

  private static final String WEBSOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final String END_OF_HEAD = "\r\n\r\n";

  private final InetSocketAddress address;
  private final SSLContext tls;
  private final String key =
      Base64.getEncoder()
          .encodeToString(
              UUID.randomUUID().toString().substring(0, 16).getBytes(StandardCharsets.US_ASCII));
  private final Map<String, String> headers = new LinkedHashMap<>();
  private String[] tlsVersions = {};
  private String path = "/";
  private Duration timeLimit = Duration.ofSeconds(20);
  private int receiveBuffer;
  private int body;

  FakeVehicleBuilder(int port, SSLContext tls) {
    this.address = new InetSocketAddress("localhost", port);
    this.tls = tls;
    headers.put("Host", "localhost:" + port);
    headers.put("Upgrade", "websocket");
    headers.put("Connection", "Upgrade");
    headers.put("Sec-WebSocket-Version", "13");
    headers.put("Sec-WebSocket-Key", key);
    headers.put("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits");
    header("X-Network-Interface", "wifi");
    header("Version", "1.0.0");
    header("User-Agent", "fake-vehicle");
  }

  /** Sends a request header, in place of the usual one of that name; null leaves it out. */
  public FakeVehicleBuilder header(String name, String value) {
    if (value == null) {
      headers.remove(name);
    } else {
      headers.put(name, value);
    }
    return this;
  }

  /** Asks for this connection id. */
  public FakeVehicleBuilder txid(String txid) {
    return header("X-TXID", txid);
  }

  public FakeVehicleBuilder path(String path) {
    this.path = path;
    return this;
  }

  /** Sends this many bytes behind the request. */
  public FakeVehicleBuilder body(int bytes) {
    body = bytes;
    return this;
  }

  /** Offers these versions only, for example {@code TLSv1.2}. */
  public FakeVehicleBuilder tlsVersions(String... versions) {
    tlsVersions = versions;
    return this;
  }

  /** How long every blocking call of the vehicle waits; 20 seconds unless set. */
  public FakeVehicleBuilder timeLimit(Duration limit) {
    timeLimit = limit;
    return this;
  }

  /** Keeps the receive buffer small, so that a vehicle that does not read is felt early. */
  public FakeVehicleBuilder receiveBuffer(int bytes) {
    receiveBuffer = bytes;
    return this;
  }

  /**
   * Connects and upgrades.
   *
   * @throws IOException when the server refuses the connection, the handshake or the upgrade; the
   *     message of the last holds the response
   */
  public FakeVehicle connect() throws IOException {
    TlsConnection connection = open();
    try {
      connection.write(requestBytes("GET"));
      String head = readHead(connection);
      if (!head.startsWith("HTTP/1.1 101 ")) {
        throw new IOException("no upgrade: " + head);
      }
      checkUpgrade(head);
      return new FakeVehicle(connection, timeLimit);
    } catch (IOException | RuntimeException | Error e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Sends this request, with the headers of an upgrade unless they were taken out, and reads to the
   * end of the connection.
   *
   * @return the whole response
   */
  public String request(String method) throws IOException {
    header("Connection", headers.containsKey("Upgrade") ? "Upgrade, close" : "close");
    return requestToStay(method);
  }

  /** The same, without asking the server to close the connection. */
  public String requestToStay(String method) throws IOException {
    long deadline = System.nanoTime() + timeLimit.toNanos();
    try (TlsConnection connection = open()) {
      connection.write(requestBytes(method));
      try {
        while (connection.receiveMore(deadline)) {
          // until the server closes
        }
      } catch (EOFException e) {
        return text(connection.received());
      }
      throw new SocketTimeoutException("the response does not end: " + text(connection.received()));
    }
  }

  private TlsConnection open() throws IOException {
    return TlsConnection.open(address, tls, timeLimit, receiveBuffer, tlsVersions);
  }

  private byte[] requestBytes(String method) {
    StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    headers.forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
    return request
        .append("\r\n")
        .append("a".repeat(body))
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  private String readHead(TlsConnection connection) throws IOException {
    long deadline = System.nanoTime() + timeLimit.toNanos();
    Optional<String> head = takeHead(connection.received());
    while (head.isEmpty()) {
      if (!connection.receiveMore(deadline)) {
        throw new SocketTimeoutException("no response to the upgrade within " + timeLimit);
      }
      head = takeHead(connection.received());
    }
    return head.get();
  }

  private static Optional<String> takeHead(ByteBuffer in) {
    int end = text(in).indexOf(END_OF_HEAD);
    if (end < 0) {
      return Optional.empty();
    }
    String head = text(in).substring(0, end);
    in.position(in.position() + end + END_OF_HEAD.length());
    return Optional.of(head);
  }

  private static String text(ByteBuffer in) {
    return StandardCharsets.ISO_8859_1.decode(in.duplicate()).toString();
  }

  private void checkUpgrade(String head) {
    if (head.toLowerCase(Locale.ROOT).contains("sec-websocket-extensions")) {
      throw new AssertionError("the server agreed to an extension: " + head);
    }
    if (!head.contains(expectedAccept())) {
      throw new AssertionError("no Sec-WebSocket-Accept for our key: " + head);
    }
  }

  private String expectedAccept() {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      byte[] digest = sha1.digest((key + WEBSOCKET_GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-1", e);
    }
  }
}
