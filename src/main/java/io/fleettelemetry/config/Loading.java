package io.fleettelemetry.config;

import io.fleettelemetry.config.Problems.Problem;
import java.util.List;

/** What came of loading a configuration. */
public sealed interface Loading {

  /** What the operator should know; the server can start with it. */
  List<Problem> warnings();

  /** What was read, key by key; of a file that is refused, what could be. */
  EffectiveConfig effective();

  /** A configuration to start with. */
  record Loaded(ServerConfig config, List<Problem> warnings, EffectiveConfig effective)
      implements Loading {}

  /**
   * No configuration.
   *
   * @param errors everything that is wrong, at least one
   */
  record Refused(List<Problem> errors, List<Problem> warnings, EffectiveConfig effective)
      implements Loading {}
}
