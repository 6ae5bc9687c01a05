package io.fleettelemetry.bench.macro;

import java.util.List;

/** Writes results as a table in Markdown. */
final class MarkdownTable {

  private static final String NONE = "–";
  private static final String HEAD =
      """
      | measure | unit | server | floor | server / floor | goal | met | load core | other work |
      |---|---|---|---|---|---|---|---|---|
      """;

  private MarkdownTable() {}

  /** The table, and below it what is wrong with it. */
  static String of(Results results) {
    StringBuilder text = new StringBuilder(HEAD);
    List<Line> lines = results.lines();
    lines.forEach(line -> text.append(row(line)));
    if (lines.stream().anyMatch(line -> !line.isValid())) {
      text.append("\n! The load generator had less than 5 % of its core left: not valid.\n");
    }
    results.rows().forEach(row -> row.failure().ifPresent(why -> failed(text, row, why)));
    return text.toString();
  }

  private static void failed(StringBuilder text, RowResult row, String why) {
    text.append("\nThe row `").append(row.row()).append("` has failed: ").append(why).append('\n');
  }

  private static String row(Line line) {
    return "| "
        + String.join(
            " | ",
            line.measure().title(),
            line.measure().unit(),
            Figures.of(line.server()),
            line.floor().map(Figures::of).orElse(NONE),
            line.ratio().map(Figures::of).orElse(NONE),
            line.measure().goal().map(Goal::toString).orElse(NONE),
            line.isMet().map(met -> met ? "yes" : "**no**").orElse(NONE),
            loadCore(line),
            Figures.of(line.foreignCores()))
        + " |\n";
  }

  private static String loadCore(Line line) {
    return line.loadCores() == 0
        ? NONE
        : Figures.of(line.loadCores()) + (line.isValid() ? "" : " !");
  }
}
