package io.fleettelemetry;

import io.fleettelemetry.Reloader.Trigger;
import io.fleettelemetry.config.Loading;
import io.fleettelemetry.config.Problems;
import io.fleettelemetry.config.Problems.Problem;
import io.fleettelemetry.metrics.Metrics;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator what came of reloads: a line and a count each, but nothing of one that nobody
 * asked for, that changed nothing and that follows no failure, nor twice of the same failure. Used
 * on one event loop alone.
 */
final class ReloadReport {

  private static final Logger LOG = LoggerFactory.getLogger(ReloadReport.class);

  /** A failure that has been told, and the files that it was with. */
  private record Told(Fingerprint files, List<Problem> problems) {}

  private final Loading.Loaded started;
  private final Metrics metrics;
  private Set<String> toldKeys = Set.of();
  private List<Problem> toldWarnings;
  private Told told;

  /**
   * @param started what the server was started with, whose warnings have been told
   */
  ReloadReport(Loading.Loaded started, Metrics metrics) {
    this.started = started;
    this.metrics = metrics;
    this.toldWarnings = started.warnings();
  }

  /**
   * A configuration was taken over.
   *
   * @param parts what was another way before
   */
  void taken(Trigger trigger, List<String> parts, Loading.Loaded loaded) {
    boolean recovered = told != null;
    told = null;
    if (!parts.isEmpty() || trigger == Trigger.SIGNAL || recovered) {
      metrics.reload(parts.isEmpty() ? "unchanged" : "succeeded");
      LOG.atInfo()
          .addKeyValue("trigger", word(trigger))
          .addKeyValue("changed", parts)
          .log("reloaded");
    }
    tellKeys(trigger, Reloadable.needRestart(started, loaded));
    tellWarnings(loaded);
  }

  private void tellKeys(Trigger trigger, SortedSet<String> keys) {
    boolean news = !keys.equals(toldKeys);
    toldKeys = keys;
    if (!keys.isEmpty() && (news || trigger == Trigger.SIGNAL)) {
      LOG.atWarn().addKeyValue("keys", keys).log("restart_needed");
    }
  }

  private void tellWarnings(Loading.Loaded loaded) {
    List<Problem> news =
        loaded.warnings().stream().filter(warning -> !toldWarnings.contains(warning)).toList();
    toldWarnings = loaded.warnings();
    Problems.log(news);
  }

  /**
   * Everything stays as it was.
   *
   * @param files as they are now
   */
  void refused(Trigger trigger, Fingerprint files, List<Problem> problems) {
    Told failure = new Told(files, problems);
    if (failure.equals(told) && trigger == Trigger.FILE) {
      return;
    }
    told = failure;
    metrics.reload("failed");
    LOG.atError()
        .addKeyValue("trigger", word(trigger))
        .addKeyValue("error", "the configuration or a file that it names is refused")
        .addKeyValue("problems", problems.stream().map(Problem::toString).toList())
        .log("reload_failed");
  }

  /** It failed by a fault of ours. */
  void defect(Throwable cause) {
    metrics.reload("failed");
    LOG.atError().setCause(cause).log("reload_failed");
  }

  private static String word(Trigger trigger) {
    return trigger.name().toLowerCase(Locale.ROOT);
  }
}
