package io.fleettelemetry.dispatch.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineScanTest {

  private static final String GOOD = "{\"vin\":\"VIN\",\"n\":1}\n";

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"vin\":\"VIN\",\"n\":1}",
        "{\"vin\":\"VIN\"\n",
        "{\"vin\":}\n",
        "{no json}\n{}",
        "\0\0\0\0",
        "\0\0\0\n",
        "{\"a\":\"\0\"}\n",
        "\n",
        "x}\n{\"torn"
      })
  void aTornEndIsCut(String torn) throws IOException {
    assertRepaired(GOOD + GOOD + torn, GOOD + GOOD, 0);
    assertRepaired(torn, "", 0);
  }

  @Test
  void whatIsWholeStays() throws IOException {
    assertRepaired("", "", 0);
    assertRepaired(GOOD, GOOD, 0);
    String longLine = "{\"payload\":\"" + "A".repeat(200_000) + "\"}\n";
    assertRepaired(longLine + longLine, longLine + longLine, 0);
    String longTag = "{\"" + "A".repeat(200_000) + "\":\"\"}\n";
    assertRepaired(GOOD + longTag, GOOD + longTag, 0);
  }

  @Test
  void damageBeforeGoodLinesStays() throws IOException {
    String damaged = GOOD + "\0\0\0\n" + "{\"torn\n" + GOOD;
    assertRepaired(damaged, damaged, 2);
    assertRepaired(damaged + "{\"to", damaged, 2);
  }

  private void assertRepaired(String before, String after, long damagedLines) throws IOException {
    Path file = Files.writeString(directory.resolve("lines"), before);
    LineScan.Result result = LineScan.repair(file);
    assertEquals(after, Files.readString(file));
    assertEquals(new LineScan.Result(before.length() - after.length(), damagedLines), result);
  }
}
