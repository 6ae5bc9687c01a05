package io.fleettelemetry.dispatch.zmq;

import io.fleettelemetry.config.Problems;
import io.fleettelemetry.config.RefusedConfigException;
import io.fleettelemetry.dispatch.zmq.ZmqSettings.CurveFiles;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.zeromq.ZMQ.Curve;

/**
 * What a CURVE server knows.
 *
 * @param server who we are
 * @param allowed the public keys, Z85, of those who may subscribe
 */
record CurveKeys(CurveKeyPair server, Set<String> allowed) {

  private static final Pattern Z85 =
      Pattern.compile("[0-9a-zA-Z.\\-:+=^!/*?&<>()\\[\\]{}@%$#]{40}");
  private static final String KEY_RULE = "a key in Z85, 40 characters";

  /**
   * Reads the files. Blocks the thread.
   *
   * @param section for messages
   * @throws RefusedConfigException when a file cannot be used, with all that is wrong
   */
  static CurveKeys load(String section, CurveFiles files) {
    Problems problems = new Problems();
    String serverPath = section + "." + ZmqSettings.SERVER_KEY;
    String allowedPath = section + "." + ZmqSettings.ALLOWED_KEYS;
    Optional<CurveKeyPair> server =
        read(serverPath, files.serverKey(), JsonObject.class, problems)
            .flatMap(json -> server(serverPath, files.serverKey(), json, problems));
    Optional<Set<String>> allowed =
        read(allowedPath, files.allowedKeys(), JsonArray.class, problems)
            .map(json -> allowed(allowedPath, files.allowedKeys(), json, problems));
    if (problems.hasErrors()) {
      throw new RefusedConfigException(problems.errors());
    }
    return new CurveKeys(server.orElseThrow(), allowed.orElseThrow());
  }

  /** The file's JSON; no message shows any of it, since it may be a secret. */
  private static <T> Optional<T> read(String path, Path file, Class<T> type, Problems problems) {
    String what = type == JsonObject.class ? "a JSON object" : "a JSON list";
    try {
      Object json = Json.decodeValue(Files.readString(file));
      if (type.isInstance(json)) {
        return Optional.of(type.cast(json));
      }
      problems.error(path, file.toString(), "must hold " + what);
    } catch (DecodeException e) {
      problems.error(path, file.toString(), "must hold " + what + ", and it is not JSON");
    } catch (IOException e) {
      problems.error(path, file.toString(), "cannot be read: " + e);
    }
    return Optional.empty();
  }

  private static Optional<CurveKeyPair> server(
      String path, Path file, JsonObject json, Problems problems) {
    Object secret = json.getValue("secret");
    Object given = json.getValue("public");
    if (!isKey(secret)) {
      problems.error(path, file.toString(), "secret must be " + KEY_RULE);
      return Optional.empty();
    }
    CurveKeyPair pair = CurveKeyPair.ofSecret((String) secret);
    if (given != null && !given.equals(pair.publicKey())) {
      problems.error(path, file.toString(), "public must be the key that belongs to secret");
    }
    return Optional.of(pair);
  }

  private static Set<String> allowed(String path, Path file, JsonArray json, Problems problems) {
    Set<String> keys = new LinkedHashSet<>();
    for (int i = 0; i < json.size(); i++) {
      if (isKey(json.getValue(i))) {
        keys.add(json.getString(i));
      } else {
        problems.error(path, file.toString(), "entry %d must be %s".formatted(i + 1, KEY_RULE));
      }
    }
    if (json.isEmpty()) {
      problems.error(path, file.toString(), "must list a key, or nobody could subscribe");
    }
    return Set.copyOf(keys);
  }

  /** Forty characters may spell more than 32 bytes can hold. */
  private static boolean isKey(Object json) {
    return json instanceof String text
        && Z85.matcher(text).matches()
        && Curve.z85Encode(Curve.z85Decode(text)).equals(text);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "CurveKeys[server=" + server + ", allowed=" + allowed + "]";
  }
}
