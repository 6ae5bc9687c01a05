package io.fleettelemetry.dispatch.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {

  private static final int LONGEST = 16;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 16})
  void linesOfAnyLengthWhateverTheBufferStartsWith(int bufferSize) throws IOException {
    try (LineReader lines = reader("a\n\nbcdef\nfifteen letters\nz\nrest", bufferSize)) {
      assertEquals(List.of("1 a", "2 ", "3 bcdef", "4 fifteen letters", "5 z"), read(lines));
      assertEquals(4, lines.unfinished());
    }
  }

  @Test
  void aLineBeyondTheBoundIsPassedOverAndCounted() throws IOException {
    String tooLong = "x".repeat(LONGEST);
    try (LineReader lines = reader("a\n" + tooLong + "\nb\n" + tooLong.repeat(5) + "\nc\n", 4)) {
      assertEquals(List.of("1 a", "2 too long", "3 b", "4 too long", "5 c"), read(lines));
      assertEquals(LONGEST, lines.buffer().length);
    }
  }

  @Test
  void anUnfinishedLineGoesOnWhereTheStreamDoes() throws IOException {
    Growing in = new Growing();
    try (LineReader lines = new LineReader(in, 4, LONGEST)) {
      in.now("one\ntw");
      assertEquals(List.of("1 one"), read(lines));
      in.now("o\n");
      assertEquals(List.of("2 two"), read(lines));
    }
  }

  @Test
  void anUnfinishedLineCanBeForgotten() throws IOException {
    Growing in = new Growing();
    try (LineReader lines = new LineReader(in, 4, LONGEST)) {
      in.now("one\ntw");
      assertEquals(List.of("1 one"), read(lines));
      lines.forgetUnfinished();
      assertEquals(0, lines.unfinished());
      in.now("other\n");
      assertEquals(List.of("2 other"), read(lines));
    }
  }

  private static LineReader reader(String text, int bufferSize) {
    InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return new LineReader(in, bufferSize, LONGEST);
  }

  private static List<String> read(LineReader lines) throws IOException {
    List<String> read = new ArrayList<>();
    while (lines.next()) {
      int length = lines.to() - lines.from();
      String text = new String(lines.buffer(), lines.from(), length, StandardCharsets.UTF_8);
      read.add(lines.number() + " " + (lines.tooLong() ? "too long" : text));
    }
    return read;
  }

  /** A stream that ends, and later has more. */
  private static final class Growing extends InputStream {
    private ByteArrayInputStream bytes = new ByteArrayInputStream(new byte[0]);

    void now(String more) {
      bytes = new ByteArrayInputStream(more.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] target, int from, int length) {
      return bytes.read(target, from, length);
    }
  }
}
