package io.fleettelemetry.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A message that was sent to a server in the field, and its first answer there.
 *
 * @param name what is special about it
 * @param text whether it was sent as a text message
 * @param message what was sent
 * @param answer what came back; nothing when the connection was closed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record AnsweredMessage(String name, boolean text, byte[] message, Optional<byte[]> answer) {

  private static final String RESOURCE = "/protocol/answered-messages.tsv";

  /** All of them, in the order in which they were sent. */
  public static List<AnsweredMessage> all() {
    try (InputStream in = AnsweredMessage.class.getResourceAsStream(RESOURCE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(AnsweredMessage::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one with this name. */
  public static AnsweredMessage named(String name) {
    return all().stream().filter(it -> it.name.equals(name)).findFirst().orElseThrow();
  }

  private static AnsweredMessage parse(String line) {
    String[] columns = line.split("\t", -1);
    HexFormat hex = HexFormat.of();
    Optional<byte[]> answer =
        columns[3].equals("closed") ? Optional.empty() : Optional.of(hex.parseHex(columns[3]));
    return new AnsweredMessage(
        columns[0], columns[1].equals("text"), hex.parseHex(columns[2]), answer);
  }

  @Override
  public String toString() {
    return name;
  }
}
