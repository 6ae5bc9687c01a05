package io.fleettelemetry.config;

import io.fleettelemetry.config.Problems.Problem;
import java.util.ArrayList;
import java.util.List;

/** What came of loading a configuration. */
public sealed interface Loading {

  /** What the operator should know; the server can start with it. */
  List<Problem> warnings();

  /** What was read, key by key; of a file that is refused, what could be. */
  EffectiveConfig effective();

  /** A configuration to start with. */
  record Loaded(ServerConfig config, List<Problem> warnings, EffectiveConfig effective)
      implements Loading {

    /** The same with warnings that were found apart from it. */
    public Loaded with(List<Problem> more) {
      List<Problem> all = new ArrayList<>(warnings);
      all.addAll(more);
      return new Loaded(config, List.copyOf(all), effective);
    }
  }

  /**
   * No configuration.
   *
   * @param errors everything that is wrong, at least one
   */
  record Refused(List<Problem> errors, List<Problem> warnings, EffectiveConfig effective)
      implements Loading {}
}
