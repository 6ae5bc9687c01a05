package io.fleettelemetry.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what another process of this machine uses, as Linux tells it. Thread-safe. */
final class ProcessMeter {

  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");

  private final ProcessHandle process;

  private ProcessMeter(ProcessHandle process) {
    this.process = process;
  }

  /**
   * Of the process of this number. Blocks the thread.
   *
   * @throws IOException when it is not there or cannot be read, with a message for the operator
   */
  static ProcessMeter of(long pid) throws IOException {
    ProcessMeter meter =
        new ProcessMeter(
            ProcessHandle.of(pid)
                .orElseThrow(
                    () -> new IOException("process " + pid + " — there is no such process")));
    if (meter.read().isEmpty()) {
      throw new IOException(
          "process " + pid + " — " + meter.status() + " does not tell its memory, as Linux does");
    }
    return meter;
  }

  long pid() {
    return process.pid();
  }

  /** Empty once it has ended, also when another has its number now. Blocks the thread. */
  Optional<ProcessUsage> read() {
    try {
      Matcher resident = RESIDENT.matcher(Files.readString(status()));
      return process.isAlive() && resident.find()
          ? process
              .info()
              .totalCpuDuration()
              .map(cpu -> new ProcessUsage(cpu, Long.parseLong(resident.group(1))))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Path status() {
    return Path.of("/proc/" + process.pid() + "/status");
  }
}
