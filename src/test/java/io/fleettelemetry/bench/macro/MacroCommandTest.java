package io.fleettelemetry.bench.macro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MacroCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void listsItsRows() {
    assertEquals(0, execute("--list"));
    List<String> lines = out.toString().lines().toList();
    Rows.all(Effort.FULL).forEach(row -> assertTrue(lines.contains(row.name()), row.name()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--row=closedloop|--row: closedloop — must be one of closed-loop,",
        "--rounds=0|--rounds: 0 — must be 1 to 100",
        "--server-core=1|--load-core: 1 — must not be --server-core",
        "--server-core=-1|--server-core: -1 — must be 0 to 1023",
        "--load-core=1024|--load-core: 1024 — must be 0 to 1023",
        "--json=no/such/file|--json: no/such/file — must be in a directory that is there",
        "--java=no/java|--java: no/java — must be the directory of a Java",
      })
  void startsNothingWhenAnOptionIsWrong(String option, String message) {
    // A row without vehicles: whoever runs this may open few files.
    int status =
        option.startsWith("--row") ? execute(option) : execute("--row", "start-up", option);
    assertEquals(2, status);
    assertTrue(err.toString().startsWith("benchmark: " + message), err::toString);
    assertEquals("", out.toString());
  }

  private int execute(String... arguments) {
    return Macro.commandLine(
            Path.of(""), new PrintWriter(out, true), new PrintWriter(err, true), arguments)
        .execute(arguments);
  }
}
