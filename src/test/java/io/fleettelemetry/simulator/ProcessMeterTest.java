package io.fleettelemetry.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ProcessMeterTest {

  private static Process sleeper() throws IOException {
    return new ProcessBuilder("sleep", "600").start();
  }

  @Test
  void readsThisProcess() throws IOException {
    ProcessMeter meter = ProcessMeter.of(ProcessHandle.current().pid());
    ProcessUsage before = meter.read().orElseThrow();
    assertTrue(before.residentKib() > 1_024, before::toString);
    assertTrue(before.cpu().compareTo(Duration.ZERO) > 0, before::toString);
    ProcessUsage after = meter.read().orElseThrow();
    assertTrue(after.cpu().compareTo(before.cpu()) >= 0, after::toString);
  }

  @Test
  void aProcessThatHasEndedGivesNothing() throws Exception {
    Process process = sleeper();
    ProcessMeter meter = ProcessMeter.of(process.pid());
    assertTrue(meter.read().isPresent());
    process.destroyForcibly();
    process.waitFor();
    assertEquals(Optional.empty(), meter.read());
  }

  @Test
  void aProcessThatIsNotThereIsNamed() throws Exception {
    Process process = sleeper();
    process.destroyForcibly();
    process.waitFor();
    IOException refused = assertThrows(IOException.class, () -> ProcessMeter.of(process.pid()));
    assertEquals("process " + process.pid() + " — there is no such process", refused.getMessage());
  }
}
