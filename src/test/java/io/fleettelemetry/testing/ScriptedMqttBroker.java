package io.fleettelemetry.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A broker of MQTT 3.1.1 that accepts everybody and does to each message what a test says, which no
 * real one can be brought to: it serves one connection at a time, on a port of loopback, and has no
 * subscribers.
 */
public final class ScriptedMqttBroker implements AutoCloseable {

  private static final byte[] CONNACK = {0x20, 2, 0, 0};
  private static final byte[] PINGRESP = {(byte) 0xD0, 0};
  private static final int CONNECT = 1;
  private static final int PUBLISH = 3;
  private static final int PUBREL = 6;
  private static final int PINGREQ = 12;
  private static final int DISCONNECT = 14;

  /** What is done to a message. */
  public enum Reaction {
    /** Confirmed, with what its quality of service takes. */
    CONFIRM,
    /** Received, but not released: of a message with quality of service 2 the first half. */
    RECEIVE,
    /** Received in the same way, and then the connection is closed. */
    RECEIVE_AND_CLOSE,
    /** The connection is closed. */
    CLOSE
  }

  /** Says what is done. */
  @FunctionalInterface
  public interface Script {
    Reaction reactTo(String topic, byte[] payload);
  }

  private final Script script;
  private final ServerSocket server;
  private final Thread thread = new Thread(this::serve, "scripted-mqtt-broker");
  private final CopyOnWriteArrayList<Socket> open = new CopyOnWriteArrayList<>();

  private ScriptedMqttBroker(Script script) {
    this.script = script;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread.setDaemon(true);
    thread.start();
  }

  /** Starts one, which can be connected to at once. */
  public static ScriptedMqttBroker start(Script script) {
    return new ScriptedMqttBroker(script);
  }

  /** As the settings have it. */
  public String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        open.add(socket);
        serve(socket);
      } catch (IOException e) {
        // The client has closed its connection, or the test its broker.
      }
    }
  }

  private void serve(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    OutputStream out = socket.getOutputStream();
    boolean goOn = true;
    while (goOn) {
      int header = in.readUnsignedByte();
      byte[] body = in.readNBytes(length(in));
      switch (header >> 4) {
        case CONNECT -> out.write(CONNACK);
        case PUBLISH -> goOn = published(header, body, out);
        case PUBREL -> out.write(new byte[] {0x70, 2, body[0], body[1]});
        case PINGREQ -> out.write(PINGRESP);
        default -> goOn = header >> 4 != DISCONNECT;
      }
      out.flush();
    }
  }

  private boolean published(int header, byte[] body, OutputStream out) throws IOException {
    int topicEnd = 2 + (((body[0] & 0xFF) << 8) | (body[1] & 0xFF));
    int qos = (header >> 1) & 3;
    int payloadStart = topicEnd + (qos == 0 ? 0 : 2);
    byte[] payload = Arrays.copyOfRange(body, payloadStart, body.length);
    String topic = new String(body, 2, topicEnd - 2, StandardCharsets.UTF_8);
    Reaction reaction = script.reactTo(topic, payload);
    if (reaction != Reaction.CLOSE && qos > 0) {
      byte first = (byte) (qos == 1 ? 0x40 : 0x50);
      out.write(new byte[] {first, 2, body[topicEnd], body[topicEnd + 1]});
    }
    return reaction == Reaction.CONFIRM || reaction == Reaction.RECEIVE;
  }

  private static int length(DataInputStream in) throws IOException {
    int length = 0;
    for (int shift = 0; ; shift += 7) {
      int digit = in.readUnsignedByte();
      length |= (digit & 0x7F) << shift;
      if (digit < 0x80) {
        return length;
      }
    }
  }

  /** Ends it with its connections. */
  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
      thread.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
