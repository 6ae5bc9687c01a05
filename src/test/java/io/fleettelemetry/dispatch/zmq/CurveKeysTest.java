package io.fleettelemetry.dispatch.zmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fleettelemetry.config.Problems.Problem;
import io.fleettelemetry.config.RefusedConfigException;
import io.fleettelemetry.dispatch.zmq.ZmqSettings.CurveFiles;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurveKeysTest {

  private static final String KEY_RULE = "must be a key in Z85, 40 characters";

  @TempDir Path directory;
  private final CurveKeyPair pair = CurveKeyPair.generate();

  /** The example of ZeroMQ's own manual page, zmq_curve. */
  @Test
  void aSecretKeyHasThePublicKeyThatZeroMqGivesIt() {
    assertEquals(
        "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID",
        CurveKeyPair.ofSecret("D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs").publicKey());
  }

  @Test
  void theSecretAloneIsEnough() throws IOException {
    String server = new JsonObject().put("secret", pair.secretKey()).encode();
    assertEquals(
        new CurveKeys(pair, Set.of(pair.publicKey())), load(server, allowed(pair.publicKey())));
  }

  @Test
  void noSecretIsShown() throws IOException {
    CurveKeys keys = load(server(), allowed(pair.publicKey()));
    assertFalse(keys.toString().contains(pair.secretKey()), keys::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | must hold a JSON object, and it is not JSON",
        "{ | must hold a JSON object, and it is not JSON",
        "[] | must hold a JSON object",
        "{} | secret must be a key in Z85, 40 characters",
        "{\"secret\": 1} | secret must be a key in Z85, 40 characters",
        "{\"secret\": \"abc\"} | secret must be a key in Z85, 40 characters",
        "{\"secret\": \"Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hI~\"}"
            + " | secret must be a key in Z85, 40 characters",
        "{\"secret\": \"########################################\"}"
            + " | secret must be a key in Z85, 40 characters",
        "{\"secret\": \"D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs\", \"public\": \"other\"}"
            + " | public must be the key that belongs to secret",
      })
  void refusedServerKeys(String json, String rule) {
    assertEquals(
        List.of(
            new Problem(
                "zmq.server_key_json_path", directory.resolve("server.json").toString(), rule)),
        refused(json, allowed(pair.publicKey())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no | must hold a JSON list, and it is not JSON",
        "{} | must hold a JSON list",
        "[] | must list a key, or nobody could subscribe",
        "[\"Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID\", 7] | entry 2 " + KEY_RULE,
        "[\"short\"] | entry 1 " + KEY_RULE,
      })
  void refusedAllowLists(String json, String rule) {
    assertEquals(
        List.of(
            new Problem(
                "zmq.allowed_public_keys_json_path",
                directory.resolve("allowed.json").toString(),
                rule)),
        refused(server(), json));
  }

  @Test
  void bothFilesAreLookedAt() {
    assertEquals(2, refused("1", "2").size());
  }

  private String server() {
    return new JsonObject()
        .put("public", pair.publicKey())
        .put("secret", pair.secretKey())
        .encode();
  }

  private static String allowed(String key) {
    return JsonArray.of(key).encode();
  }

  private List<Problem> refused(String server, String allowed) {
    return assertThrows(RefusedConfigException.class, () -> load(server, allowed)).problems();
  }

  private CurveKeys load(String server, String allowed) throws IOException {
    return CurveKeys.load(
        "zmq",
        new CurveFiles(
            Files.writeString(directory.resolve("server.json"), server),
            Files.writeString(directory.resolve("allowed.json"), allowed)));
  }
}
