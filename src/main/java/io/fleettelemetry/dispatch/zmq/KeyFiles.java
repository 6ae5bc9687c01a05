package io.fleettelemetry.dispatch.zmq;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * New keys in files: what a server needs to be encrypted, and what its first subscriber needs.
 *
 * @param serverKey the server's key pair, for {@code zmq.server_key_json_path}
 * @param allowedKeys who may subscribe, for {@code zmq.allowed_public_keys_json_path}
 * @param clientKey a subscriber's key pair, and the server's public key
 */
public record KeyFiles(Path serverKey, Path allowedKeys, Path clientKey) {

  private static final FileAttribute<?> OWNER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** Their names in a directory. */
  public static KeyFiles in(Path directory) {
    return new KeyFiles(
        directory.resolve("zmq-server.json"),
        directory.resolve("zmq-allowed.json"),
        directory.resolve("zmq-client.json"));
  }

  /**
   * Generates the keys and writes the files; those with secrets for their owner alone. Makes the
   * directory when it is missing. Blocks the thread.
   *
   * @throws FileAlreadyExistsException when there is one of them; then none is written
   * @throws IOException when one cannot be written
   */
  public void write() throws IOException {
    CurveKeyPair server = CurveKeyPair.generate();
    CurveKeyPair client = CurveKeyPair.generate();
    Map<Path, String> texts = new LinkedHashMap<>();
    texts.put(serverKey, json(server).encodePrettily());
    texts.put(allowedKeys, JsonArray.of(client.publicKey()).encodePrettily());
    texts.put(clientKey, json(client).put("server", server.publicKey()).encodePrettily());
    for (Path file : texts.keySet()) {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(file.toString());
      }
    }
    createDirectory(serverKey.toAbsolutePath().getParent());
    for (Map.Entry<Path, String> entry : texts.entrySet()) {
      create(entry.getKey(), !entry.getKey().equals(allowedKeys));
      Files.writeString(entry.getKey(), entry.getValue() + "\n");
    }
  }

  private static JsonObject json(CurveKeyPair pair) {
    return new JsonObject().put("public", pair.publicKey()).put("secret", pair.secretKey());
  }

  private static void createDirectory(Path directory) throws IOException {
    try {
      Files.createDirectories(directory);
    } catch (FileAlreadyExistsException e) {
      throw new NotDirectoryException(e.getFile());
    }
  }

  private static void create(Path file, boolean secret) throws IOException {
    if (secret && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(file, OWNER);
    } else {
      Files.createFile(file);
    }
  }
}
