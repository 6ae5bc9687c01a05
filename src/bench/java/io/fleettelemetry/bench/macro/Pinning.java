package io.fleettelemetry.bench.macro;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which cores are whose, by {@code taskset}.
 *
 * @param serverCore the server's alone
 * @param loadCore of everything else: this process and what it starts without saying more
 * @param all every core that there was at first, as a list of {@code taskset}
 */
record Pinning(int serverCore, int loadCore, String all) {

  /** Puts a command on the server's core. */
  List<String> server() {
    return List.of("taskset", "-c", Integer.toString(serverCore));
  }

  /** Lets a command use every core. */
  List<String> everywhere() {
    return List.of("taskset", "-c", all);
  }

  /**
   * Puts this process with all its threads on the load core; what it starts from now on is there
   * too.
   *
   * @throws TrialFailure when there is no {@code taskset}, or no such core
   */
  static Pinning thisProcess(int serverCore, int loadCore) throws TrialFailure {
    String answer = taskset("-p", "-c", own());
    // As in: pid 1's current affinity list: 0,1
    String all = answer.substring(answer.lastIndexOf(' ') + 1);
    taskset("-a", "-p", "-c", Integer.toString(serverCore), own());
    taskset("-a", "-p", "-c", Integer.toString(loadCore), own());
    return new Pinning(serverCore, loadCore, all);
  }

  private static String own() {
    return Long.toString(ProcessHandle.current().pid());
  }

  private static String taskset(String... arguments) throws TrialFailure {
    List<String> command = new ArrayList<>(List.of("taskset"));
    command.addAll(List.of(arguments));
    try {
      Process taskset = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(taskset.getInputStream().readAllBytes(), UTF_8).strip();
      if (taskset.waitFor() != 0) {
        throw new TrialFailure(String.join(" ", command) + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new TrialFailure("taskset, of util-linux, cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TrialFailure("interrupted");
    }
  }
}
