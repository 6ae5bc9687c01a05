package io.fleettelemetry.bench.macro;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What Linux accounts for processes and for the machine. Times are in seconds. */
final class ProcessFacts {

  /** Linux's unit of processor time in {@code /proc}. */
  private static final double TICKS_A_SECOND = 100;

  // Fields of a process behind its name: user and system time, its own and of children that ended.
  private static final int USER = 11;
  private static final int SYSTEM = 12;
  private static final int CHILDREN_USER = 13;
  private static final int CHILDREN_SYSTEM = 14;

  private ProcessFacts() {}

  /** Processor time of a process; 0 when there is no such process. */
  static double cpuSeconds(long pid) {
    return seconds(pid, USER, SYSTEM);
  }

  /** Processor time of the processes that this one has started and that have ended. */
  static double endedChildrenCpuSeconds() {
    return seconds(ProcessHandle.current().pid(), CHILDREN_USER, CHILDREN_SYSTEM);
  }

  /** Processor time of this process and of all that it has started. */
  static double familyCpuSeconds() {
    // The living first: whoever ends meanwhile counts twice rather than not at all.
    double living =
        ProcessHandle.current().children().mapToDouble(child -> cpuSeconds(child.pid())).sum();
    return living + cpuSeconds(ProcessHandle.current().pid()) + endedChildrenCpuSeconds();
  }

  private static double seconds(long pid, int first, int last) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return sum(stat.substring(stat.lastIndexOf(')') + 2).split(" "), first, last);
    } catch (IOException e) {
      // It has ended.
      return 0;
    }
  }

  /** Processor time that the machine's cores were busy. */
  static double machineBusySeconds() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
      // user nice system idle iowait irq softirq steal; guests are in user and nice.
      String[] fields = lines.findFirst().orElseThrow().replaceFirst("cpu +", "").split(" ");
      return sum(fields, 0, 2) + sum(fields, 5, 7);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double sum(String[] fields, int first, int last) {
    return Arrays.stream(fields, first, last + 1).mapToLong(Long::parseLong).sum() / TICKS_A_SECOND;
  }

  /** The paths of the files that a process has mapped into its memory. */
  static List<String> mappedFiles(long pid) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/maps"))) {
      return lines
          .filter(line -> line.indexOf('/') >= 0)
          .map(line -> line.substring(line.indexOf('/')))
          .distinct()
          .toList();
    }
  }

  /** How many files and connections a process has open. */
  static long openFiles(long pid) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return files.count();
    }
  }
}
