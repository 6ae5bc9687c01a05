package io.fleettelemetry.config;

import io.fleettelemetry.config.Problems.Problem;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** What came of loading a configuration. */
public sealed interface Loading {

  /** What the operator should know; the server can start with it. */
  List<Problem> warnings();

  /** What was read, key by key; of a file that is refused, what could be. */
  EffectiveConfig effective();

  /** A configuration to start with. */
  record Loaded(ServerConfig config, List<Problem> warnings, EffectiveConfig effective)
      implements Loading {

    private static final Logger LOG = LoggerFactory.getLogger(Loaded.class);

    /** Writes each warning to the log, a line each. */
    public void logWarnings() {
      for (Problem warning : warnings) {
        LoggingEventBuilder line = LOG.atWarn().addKeyValue("key", warning.path());
        if (!warning.value().isEmpty()) {
          line = line.addKeyValue("value", warning.value());
        }
        line.addKeyValue("rule", warning.rule()).log("config_warning");
      }
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
