package io.fleettelemetry.dispatch.file;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Finds what a crash has done to a file of lines. A line is good when it begins with a brace, ends
 * with one and a line feed, and has no control character inside, such as the zeros of a block that
 * never came to the disk; the last one must be JSON besides.
 */
final class LineScan {

  private static final int BUFFER_BYTES = 64 << 10;

  private long lineStart;
  private byte first;
  private byte last;
  private boolean clean = true;

  private long goodStart;
  private long goodEnd;
  private long badSinceGood;
  private long damaged;

  private LineScan() {}

  /**
   * What was found.
   *
   * @param cutBytes that were cut off the end, after the last good line
   * @param damagedLines that are not good and have good ones after them; left as they are
   */
  record Result(long cutBytes, long damagedLines) {}

  /** Cuts a file after its last good line. Nobody may write to it meanwhile. */
  static Result repair(Path path) throws IOException {
    long size = Files.size(path);
    LineScan scan = scan(path, size);
    while (scan.goodEnd > 0 && !isJson(path, scan.goodStart, scan.goodEnd)) {
      scan = scan(path, scan.goodStart);
    }
    if (scan.goodEnd < size) {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.truncate(scan.goodEnd);
        channel.force(true);
      }
    }
    return new Result(size - scan.goodEnd, scan.damaged);
  }

  private static LineScan scan(Path path, long end) throws IOException {
    LineScan scan = new LineScan();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(path)) {
      long position = 0;
      while (position < end) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, end - position));
        if (read < 0) {
          break;
        }
        for (int i = 0; i < read; i++) {
          scan.next(buffer[i], position + i);
        }
        position += read;
      }
    }
    return scan;
  }

  private void next(byte value, long position) {
    if (value == '\n') {
      endLine(position + 1);
      return;
    }
    if (position == lineStart) {
      first = value;
    }
    clean &= value < 0 || value >= ' ';
    last = value;
  }

  private void endLine(long end) {
    if (clean && first == '{' && last == '}') {
      goodStart = lineStart;
      goodEnd = end;
      damaged += badSinceGood;
      badSinceGood = 0;
    } else {
      badSinceGood++;
    }
    lineStart = end;
    first = 0;
    last = 0;
    clean = true;
  }

  private static boolean isJson(Path path, long start, long end) throws IOException {
    byte[] line;
    try (InputStream in = Files.newInputStream(path)) {
      in.skipNBytes(start);
      line = in.readNBytes(Math.toIntExact(end - start));
    }
    try (JsonParser json = StoreJson.parser(line, 0, line.length)) {
      json.nextToken();
      boolean empty = json.nextToken() == JsonToken.END_OBJECT;
      while (!json.getParsingContext().inRoot()) {
        json.nextToken();
      }
      return !empty && json.nextToken() == null;
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
