package io.fleettelemetry.bench.macro;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Measures rows: floor and server in turn, round by round.
 *
 * @param log where each trial is told as it ends
 */
record Measuring(Workbench bench, int rounds, PrintWriter log) {

  /** Measures each row; one that fails ends early, and the next goes on. Blocks the thread. */
  Results measure(List<Row> rows) {
    return new Results(rows.stream().map(this::measure).toList());
  }

  private RowResult measure(Row row) {
    List<Trial> trials = new ArrayList<>();
    try {
      for (int round = 1; round <= rounds; round++) {
        for (Subject subject : Subject.values()) {
          trials.add(trial(row, round, subject));
        }
      }
    } catch (TrialFailure e) {
      if (!bench.isClosed()) {
        log.println(row.name() + ": failed: " + e.getMessage());
      }
      return new RowResult(row.name(), row.measures(), trials, Optional.of(e.getMessage()));
    } finally {
      bench.endBroker();
    }
    return new RowResult(row.name(), row.measures(), trials, Optional.empty());
  }

  private Trial trial(Row row, int round, Subject subject) throws TrialFailure {
    CoreUse foreign =
        new CoreUse(() -> ProcessFacts.machineBusySeconds() - ProcessFacts.familyCpuSeconds());
    Sample sample = row.measure(subject, bench);
    Trial trial = new Trial(round, subject, sample, foreign.cores());
    log.printf("%s %d/%d %s%n", row.name(), round, rounds, told(row, trial));
    return trial;
  }

  private static String told(Row row, Trial trial) {
    return trial.subject().text()
        + ": "
        + row.measures().stream()
            .filter(measure -> trial.sample().values().containsKey(measure.id()))
            .map(measure -> told(measure, trial.sample()))
            .collect(Collectors.joining(", "))
        + "; load core "
        + Figures.of(trial.sample().loadCores())
        + ", other work "
        + Figures.of(trial.foreignCores());
  }

  private static String told(Measure measure, Sample sample) {
    return measure.id()
        + " "
        + Figures.of(sample.values().get(measure.id()))
        + " "
        + measure.unit();
  }
}
