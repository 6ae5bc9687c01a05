package io.fleettelemetry.testing;

import io.fleettelemetry.dispatch.Outcomes;
import io.fleettelemetry.telemetry.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.awaitility.Awaitility;

/** Writes down every outcome of one dispatch call, also those that come too often. Thread-safe. */
public final class OutcomeLog implements Outcomes {

  private final List<List<Outcome>> byIndex;

  /** A log for a call of this many records. */
  public OutcomeLog(int records) {
    List<List<Outcome>> lists = new ArrayList<>(records);
    for (int i = 0; i < records; i++) {
      lists.add(new ArrayList<>(1));
    }
    byIndex = lists;
  }

  @Override
  public synchronized void settle(int index, Outcome outcome) {
    byIndex.get(index).add(outcome);
  }

  /** Whether every record has an outcome. */
  public synchronized boolean isComplete() {
    return byIndex.stream().noneMatch(List::isEmpty);
  }

  /** Waits until every record has an outcome. */
  public OutcomeLog await(Duration limit) {
    Awaitility.await("an outcome for each record")
        .atMost(limit)
        .pollInterval(Duration.ofMillis(5))
        .until(this::isComplete);
    return this;
  }

  /** What each record ended in, in the records' order; a record that ended twice fails. */
  public synchronized List<Outcome> outcomes() {
    for (int i = 0; i < byIndex.size(); i++) {
      if (byIndex.get(i).size() != 1) {
        throw new AssertionError("record " + i + " ended in " + byIndex.get(i));
      }
    }
    return byIndex.stream().map(outcomes -> outcomes.get(0)).toList();
  }

  /** Fails unless each record ended once, and so. */
  public void assertAll(Outcome expected) {
    List<Outcome> outcomes = outcomes();
    if (Collections.frequency(outcomes, expected) != outcomes.size()) {
      throw new AssertionError("not all are " + expected + ": " + outcomes);
    }
  }
}
