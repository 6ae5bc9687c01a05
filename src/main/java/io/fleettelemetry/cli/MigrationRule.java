package io.fleettelemetry.cli;

import java.util.function.Predicate;
import java.util.stream.Stream;

/** What to tell about one difference, if it concerns a file. */
@FunctionalInterface
interface MigrationRule {

  Stream<Difference> differences(FileFacts file);

  /** The same words for every file that it concerns. */
  static MigrationRule when(Predicate<FileFacts> concerned, Difference difference) {
    return file -> concerned.test(file) ? Stream.of(difference) : Stream.empty();
  }
}
