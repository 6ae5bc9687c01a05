package io.fleettelemetry.cli;

import io.fleettelemetry.cli.show.Moments;
import io.fleettelemetry.cli.show.OutputFormat;
import io.fleettelemetry.cli.show.SignalFields;
import io.fleettelemetry.dispatch.file.RecordFilter;
import io.fleettelemetry.telemetry.RecordType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which records are shown, and how. */
final class ShowOptions {

  private static final int MAX_LAST = 1_000_000;

  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  /** What {@code tail -f} starts with, too. */
  private static final int LAST_WHEN_FOLLOWING = 10;

  @Option(
      names = "--vin",
      paramLabel = "VIN",
      description = "Only records of this vehicle. May be given more than once, for any of them.")
  private List<String> vins = List.of();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description =
          "Only records of this type: V, alerts, errors, connectivity or another. May be given"
              + " more than once, for any of them.")
  private List<String> types = List.of();

  @Option(
      names = "--field",
      paramLabel = "NAME",
      description =
          "Only this signal, such as VehicleSpeed, in any letter case, or its number; records"
              + " without it are left out. May be given more than once, for any of them.")
  private List<String> fields = List.of();

  @Option(
      names = "--since",
      paramLabel = "T",
      description =
          "Only records that the server received then or later: an instant"
              + " (2026-11-24T16:00:00Z), a local date (2026-11-24, its first moment) or date and"
              + " time (2026-11-24T16:00), or a time back from now in s, m, h or d (15m).")
  private String since;

  @Option(
      names = "--until",
      paramLabel = "T",
      description = "Only records that the server received before then, given as for --since.")
  private String until;

  @Option(
      names = "--last",
      paramLabel = "N",
      description =
          "Only the last N records to which all else applies, from 1 to 1000000; a table has a row"
              + " for each signal of a record.")
  private String last;

  @Option(
      names = "--follow",
      description =
          "Go on with records as they come, until Ctrl-C. Starts with the last 10 where neither"
              + " --last nor --since is given.")
  private boolean follow;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description =
          "table: aligned columns, local time; json: lines as they are stored; csv: RFC 4180, UTC,"
              + " one row for each signal. ${DEFAULT-VALUE} where not given.")
  private OutputFormat format;

  boolean follow() {
    return follow;
  }

  OutputFormat format() {
    return format;
  }

  /**
   * How many of the last records to start with; 0 for all.
   *
   * @throws ParameterException when it is out of range
   */
  int last(CommandSpec spec) {
    if (last == null) {
      return follow && since == null ? LAST_WHEN_FOLLOWING : 0;
    }
    int count = NUMBER.matcher(last).matches() ? Integer.parseInt(last) : 0;
    if (count < 1 || count > MAX_LAST) {
      throw refused(spec, "--last", last, "must be a whole number from 1 to " + MAX_LAST);
    }
    return count;
  }

  /**
   * Which signals.
   *
   * @throws ParameterException when a name is no signal's, or there can be none
   */
  SignalFields signals(CommandSpec spec) {
    SignalFields all = SignalFields.ALL;
    for (String name : fields) {
      all =
          all.with(name)
              .orElseThrow(
                  () ->
                      refused(
                          spec,
                          "--field",
                          name,
                          "is no signal; the nearest one is " + SignalFields.nearest(name)));
    }
    if (!all.all() && !types.isEmpty() && !types.contains(RecordType.V.name())) {
      throw refused(
          spec,
          "--field",
          fields.get(0),
          "signals are in records of type V, which --type leaves out");
    }
    return all;
  }

  /**
   * Which records.
   *
   * @throws ParameterException when a time is none, or they leave none between them
   */
  RecordFilter filter(CommandSpec spec, Moments moments) {
    SignalFields signals = signals(spec);
    long from = moment(spec, moments, "--since", since).orElse(Long.MIN_VALUE);
    long to = moment(spec, moments, "--until", until).orElse(Long.MAX_VALUE);
    if (until != null && follow) {
      throw refused(spec, "--until", until, "cannot be given with --follow, which has no end");
    }
    if (from > to) {
      throw refused(spec, "--since", since, "must not be after --until " + until);
    }
    return new RecordFilter(
        Set.copyOf(vins),
        Set.copyOf(types),
        from,
        to,
        signals.all() ? record -> true : signals::areIn);
  }

  private static Optional<Long> moment(
      CommandSpec spec, Moments moments, String option, String given) {
    if (given == null) {
      return Optional.empty();
    }
    Optional<Long> moment = moments.parse(given);
    if (moment.isEmpty()) {
      throw refused(spec, option, given, Moments.RULE);
    }
    return moment;
  }

  private static ParameterException refused(
      CommandSpec spec, String option, String value, String rule) {
    return new ParameterException(spec.commandLine(), "%s: %s — %s".formatted(option, value, rule));
  }
}
