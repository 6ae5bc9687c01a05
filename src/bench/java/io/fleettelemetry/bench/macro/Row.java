package io.fleettelemetry.bench.macro;

import java.util.List;

/** A part of the benchmark that is measured in one go, for floor and server in turn. */
interface Row {

  /** Its name on the command line. */
  String name();

  /** The most vehicles that are connected at the same time; 0 for none. */
  int vehicles();

  /** What it tells. */
  List<Measure> measures();

  /**
   * Measures a subject once. Blocks the thread until it is done.
   *
   * @throws TrialFailure when it cannot be measured; nothing of it still runs then
   */
  Sample measure(Subject subject, Workbench bench) throws TrialFailure;
}
