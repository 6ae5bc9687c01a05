package io.fleettelemetry.cli.show;

import io.fleettelemetry.dispatch.file.StoredRecord;
import java.io.IOException;
import java.time.Instant;

/**
 * Aligned columns. A column grows with what it has had to hold, up to a bound, so that no row waits
 * for those after it.
 */
final class TableOutput implements RecordOutput {

  private static final String[] HEADINGS = {"TIME", "VIN", "TYPE", "FIELD"};

  /** Where there is room, columns hold from the start what most records have. */
  private static final int ROOMY = 120;

  private static final int[] WIDE = {23, 17, 12, 26};
  private static final int[] NARROW = {23, 17, 4, 16};
  private static final int[] WIDEST = {23, 40, 24, 48};
  private static final String LAST_HEADING = "VALUE";
  private static final String BETWEEN = "  ";

  /** A place is shown whole; a row that is too long for it breaks. */
  private static final int NARROWEST_VALUE = 24;

  private final Pipe pipe;
  private final RecordRows rows;
  private final Notation notation;
  private final int terminal;
  private final int[] widths;
  private boolean headed;

  TableOutput(ShowRequest request, Pipe pipe) {
    this.pipe = pipe;
    this.notation = Notation.readable(request.zone());
    this.rows = new RecordRows(request.fields(), notation);
    this.terminal = request.width();
    this.widths = terminal == 0 || terminal >= ROOMY ? WIDE.clone() : NARROW.clone();
  }

  @Override
  public void write(StoredRecord record) throws IOException {
    String time = notation.moment(Instant.ofEpochMilli(record.receivedAtMillis()).toString());
    for (Row row : rows.of(record)) {
      String[] cells = {time, plain(record.vin()), plain(record.type()), plain(row.field())};
      writeRow(cells, plain(row.value()));
    }
  }

  private void writeRow(String[] cells, String value) {
    for (int i = 0; i < cells.length; i++) {
      widths[i] = Math.max(widths[i], Math.min(WIDEST[i], cells[i].length()));
    }
    if (!headed) {
      headed = true;
      writeLine(HEADINGS, LAST_HEADING);
    }
    writeLine(cells, value);
  }

  private void writeLine(String[] cells, String value) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      line.append(cells[i]);
      line.append(" ".repeat(Math.max(0, widths[i] - cells[i].length()))).append(BETWEEN);
    }
    line.append(cut(value, line.length()));
    pipe.write(line.toString().stripTrailing() + '\n');
  }

  /** As much of a value as a terminal has place for. */
  private String cut(String value, int before) {
    int place = Math.max(NARROWEST_VALUE, terminal - before);
    if (terminal == 0 || value.length() <= place) {
      return value;
    }
    int end = place - 1;
    return value.substring(0, Character.isHighSurrogate(value.charAt(end - 1)) ? end - 1 : end)
        + '…';
  }

  /** A text from outside, without what would break the row or command the terminal. */
  private static String plain(String text) {
    if (text.chars().noneMatch(TableOutput::commands)) {
      return text;
    }
    StringBuilder plain = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              if (commands(c)) {
                plain.append("\\u%04x".formatted(c));
              } else {
                plain.append((char) c);
              }
            });
    return plain.toString();
  }

  private static boolean commands(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
