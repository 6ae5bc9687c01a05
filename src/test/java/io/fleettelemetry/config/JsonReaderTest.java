package io.fleettelemetry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

  private final Problems problems = new Problems();

  private Optional<Map<String, Object>> read(String json) {
    return JsonReader.read("f.json", json.getBytes(StandardCharsets.UTF_8), problems);
  }

  @Test
  void readsEveryKindOfValueInOrder() {
    Map<String, Object> object =
        read("{\"z\": \"é\", \"a\": [1, 2.5, true, false, null], \"b\": {\"c\": 1e3}, "
                + "\"n\": 99999999999999999999}")
            .orElseThrow();
    assertEquals(List.of("z", "a", "b", "n"), List.copyOf(object.keySet()));
    assertEquals("é", object.get("z"));
    assertEquals(Arrays.asList(1, 2.5, true, false, null), object.get("a"));
    assertEquals(Map.of("c", 1000.0), object.get("b"));
    assertEquals(new BigInteger("99999999999999999999"), object.get("n"));
    assertEquals(List.of(), problems.warnings());
  }

  @Test
  void aByteOrderMarkIsSkipped() {
    assertEquals(Optional.of(Map.of()), read("\uFEFF{}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{} x", "{}{}", "{} }", "{}\n\n# comment"})
  void textAfterTheObjectIsAWarning(String json) {
    assertEquals(Optional.of(Map.of()), read(json));
    assertEquals(
        List.of("f.json — has text after the JSON object, from line 1, column 3"),
        ConfigFixture.lines(problems.warnings()));
  }

  @Test
  void ofARepeatedKeyTheLastCounts() {
    assertEquals(Optional.of(Map.of("a", Map.of("b", 2))), read("{\"a\": {\"b\": 1, \"b\": 2}}"));
    assertEquals(
        List.of("a.b — is given more than once; the last one counts"),
        ConfigFixture.lines(problems.warnings()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|f.json — must hold a JSON object",
        "``|f.json — must hold a JSON object",
        "{\"password\": geheim}|f.json: line 1, column 14 — is not valid JSON: Unrecognized token:"
            + " was expecting (JSON String, Number, Array, Object or token 'null', 'true' or"
            + " 'false')",
        "{\"a\": 1,}|f.json: line 1, column 9 — is not valid JSON: Unexpected character ('}' (code"
            + " 125)): was expecting double-quote to start field name",
        "{\"a\": {|f.json: line 1, column 8 — is not valid JSON: Unexpected end-of-input: expected"
            + " close marker for Object (start marker at line 1, column 7)",
      })
  void whatIsNoObjectIsAnError(String json, String error) {
    assertEquals(Optional.empty(), read(json));
    assertEquals(List.of(error), ConfigFixture.lines(problems.errors()));
  }

  @Test
  void deepNestingIsAnErrorAndNothingWorse() {
    assertEquals(Optional.empty(), read("{\"a\":" + "[".repeat(100_000)));
    assertEquals(1, problems.errors().size());
  }
}
