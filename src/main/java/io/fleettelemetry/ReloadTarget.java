package io.fleettelemetry;

import io.fleettelemetry.config.Problems.Problem;
import io.fleettelemetry.config.ServerConfig;
import io.vertx.core.Future;
import java.util.List;

/** What takes a changed configuration up while it runs. */
@FunctionalInterface
interface ReloadTarget {

  /** What came of it. */
  sealed interface Taken {

    /**
     * Everything that can change without a restart is as the configuration says.
     *
     * @param parts those that were another way before; may be none
     * @param warnings of what the configuration names, besides its own; told before or not
     */
    record Changed(List<String> parts, List<Problem> warnings) implements Taken {}

    /**
     * Nothing was changed.
     *
     * @param problems all that is wrong, at least one
     */
    record Refused(List<Problem> problems) implements Taken {}
  }

  /**
   * Takes a configuration over, wholly or not at all. Not called again before it has ended.
   *
   * @return fails only by a defect; completes on any thread
   */
  Future<Taken> take(ServerConfig config);
}
