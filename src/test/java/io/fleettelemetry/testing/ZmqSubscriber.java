package io.fleettelemetry.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A subscriber built on libzmq itself, in a process of its own. It connects as soon as there is
 * someone to connect to, and ends with this JVM at the latest.
 */
public final class ZmqSubscriber implements AutoCloseable {

  private static final String SCRIPT = "zmq-subscriber.py";
  private static final HexFormat HEX = HexFormat.of();

  private final Path directory = TemporaryFiles.directory();
  private final SystemBackend backend;

  /**
   * What it received.
   *
   * @param hex the payload in hexadecimal; empty when that is larger than 64 KiB
   */
  public record Message(String topic, String hex) {

    /** The payload. */
    public byte[] payload() {
      return HEX.parseHex(hex);
    }
  }

  /**
   * Keys of CURVE, in Z85.
   *
   * @param server the server's public key, as this subscriber knows it
   */
  public record Keys(String server, String publicKey, String secretKey) {}

  private ZmqSubscriber(String address, String prefix, Optional<Keys> keys) {
    Path script = directory.resolve(SCRIPT);
    try (InputStream text = ZmqSubscriber.class.getResourceAsStream("/testing/" + SCRIPT)) {
      Files.write(script, text.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> command = new ArrayList<>(List.of("python3", script.toString(), address, prefix));
    keys.ifPresent(k -> command.addAll(List.of(k.server(), k.publicKey(), k.secretKey())));
    backend = SystemBackend.of(directory, command);
    backend.start();
  }

  /**
   * Starts one.
   *
   * @param address of the server, which need not be there yet
   * @param prefix of the topics that it subscribes to
   * @param keys for encryption; empty for none
   */
  public static ZmqSubscriber start(String address, String prefix, Optional<Keys> keys) {
    return new ZmqSubscriber(address, prefix, keys);
  }

  /** What came so far, in its order. */
  public List<Message> received() {
    if (!backend.isRunning()) {
      throw new IllegalStateException("the subscriber has ended:\n" + backend.log());
    }
    String log = backend.log();
    int end = log.lastIndexOf('\n') + 1;
    return log.substring(0, end).lines().map(ZmqSubscriber::message).toList();
  }

  private static Message message(String line) {
    String[] frames = line.split(" ", -1);
    if (frames.length != 2) {
      throw new IllegalStateException("no message of two frames: " + line);
    }
    String topic = new String(HEX.parseHex(frames[0]), StandardCharsets.UTF_8);
    return new Message(topic, frames[1].equals("large") ? "" : frames[1]);
  }

  /** Holds it still: its connection stays, and nothing is read. */
  public void pause() {
    backend.pause();
  }

  /** Lets it go on after {@link #pause}. */
  public void resume() {
    backend.resume();
  }

  /** Ends it as SIGKILL does, and waits until it is gone. */
  public void kill() {
    backend.kill();
  }

  /** Ends it and removes its files. */
  @Override
  public void close() {
    backend.close();
    TemporaryFiles.delete(directory);
  }
}
