package io.fleettelemetry.bench.macro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Where there is a {@code /proc}. */
@EnabledOnOs(OS.LINUX)
class ProcessFactsTest {

  /** No process has such an id: Linux's largest is 4,194,304. */
  private static final long NOBODY = 5_000_000;

  private static final long OWN = ProcessHandle.current().pid();

  @Test
  void countsProcessorTime() {
    double own = ProcessFacts.cpuSeconds(OWN);
    assertTrue(own > 0);
    assertTrue(ProcessFacts.familyCpuSeconds() >= own);
    assertTrue(ProcessFacts.machineBusySeconds() >= own);
    assertTrue(ProcessFacts.endedChildrenCpuSeconds() >= 0);
  }

  @Test
  void nobodyTakesNoTime() {
    assertEquals(0, ProcessFacts.cpuSeconds(NOBODY));
  }

  @Test
  void knowsWhatIsMapped() throws Exception {
    assertTrue(
        ProcessFacts.mappedFiles(OWN).stream().anyMatch(file -> file.endsWith("/libjvm.so")));
  }

  @Test
  void countsOpenFiles() throws Exception {
    assertTrue(ProcessFacts.openFiles(OWN) > 2);
    assertThrows(IOException.class, () -> ProcessFacts.openFiles(NOBODY));
  }
}
