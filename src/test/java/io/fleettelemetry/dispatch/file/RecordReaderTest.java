package io.fleettelemetry.dispatch.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.StoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class RecordReaderTest {

  private static final String FIRST = "2025-11-24/160000-000";
  private static final String SECOND = "2025-11-24/170000-000";
  private static final String THIRD = "2025-11-25/000000-000";

  @TempDir Path store;

  private final List<String> problems = new ArrayList<>();
  private final ReadingProblems recording = new Recording();
  private boolean cancelled;
  private StoreFiles files;

  @Test
  void filesInTheOrderOfTheirNamesWhetherCompressedOrNot() throws IOException {
    files().numbered(THIRD, 7, 9).numbered(FIRST, 1, 3).numbered(SECOND, 4, 6);
    files().compress(FIRST).compress(SECOND);
    assertEquals(numbers(1, 9), readAll());
    assertEquals(List.of(), problems);
  }

  @Test
  void aStoreWithoutFilesHasNoRecords() throws IOException {
    assertEquals(List.of(), readAll());
  }

  @Test
  void aDirectoryThatIsNotThere() {
    Path nowhere = store.resolve("nowhere");
    assertThrows(
        NoSuchFileException.class,
        () -> RecordReader.all(nowhere, RecordFilter.ALL, recording, () -> cancelled));
  }

  @Test
  void recordsThatCome() throws IOException {
    try (RecordReader reader = all(RecordFilter.ALL)) {
      assertEquals(List.of(), read(reader));
      files().numbered(FIRST, 1, 2);
      assertEquals(numbers(1, 2), read(reader));
      files().numbered(FIRST, 3, 3);
      assertEquals(numbers(3, 3), read(reader));
      assertEquals(List.of(), read(reader));
      files().numbered(FIRST, 4, 4).numbered(SECOND, 5, 5);
      assertEquals(numbers(4, 5), read(reader));
      files().compress(FIRST).numbered(SECOND, 6, 6).numbered(THIRD, 7, 7).compress(SECOND);
      assertEquals(numbers(6, 7), read(reader));
    }
    assertEquals(List.of(), problems);
  }

  @Test
  void filesThatAreCompressedOrDeletedBeforeTheirTurn() throws IOException {
    files().numbered(FIRST, 1, 1).numbered(SECOND, 2, 2).numbered(THIRD, 3, 3);
    try (RecordReader reader = all(RecordFilter.ALL)) {
      assertEquals("1", read(reader.next()));
      files().delete(FIRST);
      files().compress(SECOND).delete(THIRD);
      assertEquals(numbers(2, 2), read(reader));
    }
    assertEquals(List.of(), problems);
  }

  @Test
  void anUnfinishedLineIsReadWhenItIsFinished() throws IOException {
    files().numbered(FIRST, 1, 1).text(FIRST, "{\"vin\":\"A\",\"txtype\":\"V\",");
    try (RecordReader reader = all(RecordFilter.ALL)) {
      assertEquals(numbers(1, 1), read(reader));
      files().text(FIRST, "\"receivedat\":1,\"txid\":\"tx/2\"}\n");
      assertEquals(numbers(2, 2), read(reader));
    }
    assertEquals(List.of(), problems);
  }

  @Test
  void anUnfinishedLineThatAServerCutsOffIsForgotten() throws IOException {
    files().numbered(FIRST, 1, 2);
    long whole = Files.size(files().plain(FIRST));
    files().text(FIRST, "{\"vin\":\"torn");
    try (RecordReader reader = all(RecordFilter.ALL)) {
      assertEquals(numbers(1, 2), read(reader));
      StoreFiles.cut(files().plain(FIRST), whole);
      files().numbered(FIRST, 3, 3).numbered(SECOND, 4, 4);
      assertEquals(numbers(3, 4), read(reader));
    }
    assertEquals(List.of(), problems);
  }

  @Test
  void anUnfinishedLineOfAnEarlierFileIsDamaged() throws IOException {
    files().numbered(FIRST, 1, 1).text(FIRST, "{\"vin\":\"torn").numbered(SECOND, 2, 2);
    assertEquals(numbers(1, 2), readAll());
    assertEquals(List.of("160000-000.jsonl line 2 has no end"), problems);
  }

  @Test
  void damagedLinesAreLeftOut() throws IOException {
    files().text(FIRST, "\0\0\0\n").numbered(FIRST, 1, 1).text(FIRST, "\n{}\n");
    files().numbered(FIRST, 2, 2);
    assertEquals(numbers(1, 2), readAll());
    assertEquals(
        List.of(
            "160000-000.jsonl line 1 is no JSON object",
            "160000-000.jsonl line 3 is no JSON object",
            "160000-000.jsonl line 4 lacks vin, txtype or receivedat"),
        problems);
  }

  @Test
  void aLineBeyondTheBoundIsLeftOut() throws IOException {
    byte[] line = new byte[LineReader.MAX_LINE + 1];
    line[LineReader.MAX_LINE] = '\n';
    files().numbered(SECOND, 1, 1);
    Path first = files().compressed(FIRST);
    Files.write(first, Zstd.compress(line));
    assertEquals(numbers(1, 1), readAll());
    assertEquals(List.of("160000-000.jsonl.zst line 1 is longer than 67108864 bytes"), problems);
  }

  @Test
  void aCompressedFileThatIsCutShort() throws IOException {
    // More than the decompressor gives out only when it has all.
    files().numbered(FIRST, 1, 5000).compress(FIRST).numbered(SECOND, 9999, 9999);
    Path first = files().compressed(FIRST);
    StoreFiles.cut(first, Files.size(first) - 10);
    List<String> read = readAll();
    int before = read.size() - 1;
    assertTrue(before > 0, "nothing before the cut was read");
    assertEquals(numbers(1, before), read.subList(0, before));
    assertEquals("9999", read.get(before));
    assertEquals(1, problems.size());
    assertTrue(
        problems.get(0).startsWith("160000-000.jsonl.zst after " + before), problems::toString);
  }

  @Test
  void aCompressedFileThatIsNone() throws IOException {
    files().numbered(FIRST, 1, 1).numbered(SECOND, 2, 2);
    Files.move(files().plain(FIRST), files().compressed(FIRST));
    assertEquals(numbers(2, 2), readAll());
    assertEquals(1, problems.size());
    assertTrue(problems.get(0).startsWith("160000-000.jsonl.zst after 0"), problems::toString);
  }

  @Test
  void aFileThatCannotBeRead() throws IOException {
    Files.createDirectories(files().plain(FIRST));
    files().numbered(SECOND, 1, 1);
    assertEquals(numbers(1, 1), readAll());
    assertEquals(List.of("160000-000.jsonl unreadable"), problems);
  }

  @ParameterizedTest
  @CsvSource({
    // A record may be up to a quarter of an hour older than the name of its file says.
    "2025-11-24T17:14:59Z, , 1 2 3",
    "2025-11-24T17:15:01Z, , 2 3",
    "2025-11-26T00:00:00Z, , 3",
    ", 2025-11-24T23:45:01Z, 1 2 3",
    ", 2025-11-24T23:45:00Z, 1 2",
    ", 2025-11-24T15:45:00Z, ''",
    "2025-11-24T18:00:00Z, 2025-11-24T19:00:00Z, 2",
  })
  void filesOfOtherTimesAreNotOpened(Instant since, Instant until, String opened)
      throws IOException {
    files().text(FIRST, "1\n").text(SECOND, "2\n").text(THIRD, "3\n");
    RecordFilter filter =
        new RecordFilter(
            Set.of(),
            Set.of(),
            since == null ? Long.MIN_VALUE : since.toEpochMilli(),
            until == null ? Long.MAX_VALUE : until.toEpochMilli(),
            record -> true);
    try (RecordReader reader = all(filter)) {
      assertEquals(List.of(), read(reader));
    }
    List<String> expected = new ArrayList<>();
    opened.chars().filter(Character::isDigit).forEach(c -> expected.add(reported(c)));
    assertEquals(expected, problems);
  }

  private static String reported(int file) {
    String name = file == '1' ? "160000-000" : file == '2' ? "170000-000" : "000000-000";
    return name + ".jsonl line 1 is no JSON object";
  }

  @Test
  void onlyWhatIsWanted() throws IOException {
    files().records(FIRST, RecordBuilder.numbered("A", 1).build());
    files().records(FIRST, RecordBuilder.numbered("B", 2).build());
    files().records(FIRST, RecordBuilder.alerts().vin("A").txid("tx/3").build());
    RecordFilter vehicle = wanting(Set.of("A"), Set.of());
    RecordFilter alerts = wanting(Set.of(), Set.of("alerts"));
    assertEquals(List.of("1", "3"), readOnce(all(vehicle)));
    assertEquals(List.of("3"), readOnce(all(alerts)));
    assertEquals(List.of(), readOnce(all(wanting(Set.of("B"), Set.of("alerts")))));
  }

  @ParameterizedTest
  @CsvSource({"1, 9, 9", "2, 8, 9", "3, 7, 9", "5, 5, 9", "9, 1, 9", "10, 1, 9", "1000000, 1, 9"})
  void theLastOfThem(int count, int from, int to) throws IOException {
    files().numbered(FIRST, 1, 3).numbered(SECOND, 4, 7).compress(SECOND).numbered(THIRD, 8, 9);
    try (RecordReader reader = last(count, RecordFilter.ALL)) {
      assertEquals(numbers(from, to), read(reader));
      files().numbered(THIRD, 10, 10);
      assertEquals(numbers(10, 10), read(reader));
    }
  }

  @Test
  void theLastOfThemAreCountedAmongThoseThatAreWanted() throws IOException {
    files().records(FIRST, RecordBuilder.numbered("A", 1).build());
    files().records(FIRST, RecordBuilder.numbered("A", 2).build());
    files().numbered(SECOND, 3, 5);
    files().records(THIRD, RecordBuilder.numbered("A", 6).build()).numbered(THIRD, 7, 9);
    assertEquals(List.of("2", "6"), readOnce(last(2, wanting(Set.of("A"), Set.of()))));
  }

  @Test
  void theLastOfNoneAreThoseThatCome() throws IOException {
    files().numbered(FIRST, 1, 3);
    try (RecordReader reader = last(5, wanting(Set.of("A"), Set.of()))) {
      assertEquals(List.of(), read(reader));
      files().records(SECOND, RecordBuilder.numbered("A", 4).build());
      assertEquals(List.of("4"), read(reader));
    }
  }

  @Test
  void aFirstFileThatIsDeletedTakesNothingFromTheNext() throws IOException {
    files().numbered(FIRST, 1, 3).numbered(SECOND, 4, 5);
    try (RecordReader reader = last(3, RecordFilter.ALL)) {
      files().delete(FIRST);
      assertEquals(numbers(4, 5), read(reader));
    }
  }

  @Test
  void whatIsDamagedIsToldOfOnceThoughItIsReadTwice() throws IOException {
    files().numbered(FIRST, 1, 1).text(FIRST, "damaged\n");
    assertEquals(numbers(1, 1), readOnce(last(1, RecordFilter.ALL)));
    assertEquals(List.of("160000-000.jsonl line 2 is no JSON object"), problems);
  }

  @Test
  void endsWhenItIsCancelled() throws IOException {
    files().numbered(FIRST, 1, 3);
    try (RecordReader reader = all(RecordFilter.ALL)) {
      assertEquals("1", read(reader.next()));
      cancelled = true;
      assertEquals(List.of(), read(reader));
      cancelled = false;
      assertEquals(numbers(2, 3), read(reader));
    }
  }

  private StoreFiles files() {
    files = files == null ? new StoreFiles(store) : files;
    return files;
  }

  private RecordReader all(RecordFilter filter) throws IOException {
    return RecordReader.all(store, filter, recording, () -> cancelled);
  }

  private RecordReader last(int count, RecordFilter filter) throws IOException {
    return RecordReader.last(count, store, filter, recording, () -> cancelled);
  }

  private List<String> readAll() throws IOException {
    return readOnce(all(RecordFilter.ALL));
  }

  private static List<String> readOnce(RecordReader reader) throws IOException {
    try (reader) {
      return read(reader);
    }
  }

  /** The numbers of all records that are there. */
  private static List<String> read(RecordReader reader) throws IOException {
    List<String> read = new ArrayList<>();
    Optional<StoredRecord> record = reader.next();
    while (record.isPresent()) {
      read.add(read(record));
      record = reader.next();
    }
    return read;
  }

  private static String read(Optional<StoredRecord> record) {
    String txid = record.orElseThrow().txid();
    return txid.substring(txid.indexOf('/') + 1);
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
  }

  private static RecordFilter wanting(Set<String> vins, Set<String> types) {
    return new RecordFilter(vins, types, Long.MIN_VALUE, Long.MAX_VALUE, record -> true);
  }

  private final class Recording implements ReadingProblems {
    @Override
    public void damagedLine(Path file, long line, String reason) {
      problems.add("%s line %d %s".formatted(file.getFileName(), line, reason));
    }

    @Override
    public void damagedFile(Path file, long lines, String reason) {
      problems.add("%s after %d: %s".formatted(file.getFileName(), lines, reason));
    }

    @Override
    public void unreadableFile(Path file, IOException cause) {
      problems.add(file.getFileName() + " unreadable");
    }
  }
}
