package io.fleettelemetry.bench.macro;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RowsTest {

  @Test
  void rowsAndMeasuresHaveNamesOfTheirOwn() {
    List<Row> rows = Rows.all(Effort.FULL);
    List<String> names =
        Stream.concat(
                rows.stream().map(Row::name),
                rows.stream().flatMap(row -> row.measures().stream()).map(Measure::id))
            .toList();
    assertEquals(names.stream().distinct().toList(), names);
  }
}
