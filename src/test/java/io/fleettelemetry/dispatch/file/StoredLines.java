package io.fleettelemetry.dispatch.file;

import com.github.luben.zstd.ZstdInputStream;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a store has, read by hand. Every file must be readable to its end and hold whole lines. */
final class StoredLines {

  private StoredLines() {}

  /** All records, in the order of their files and lines. */
  static List<JsonObject> of(Path store) {
    return texts(store).stream().map(JsonObject::new).toList();
  }

  /** The numbers of {@code numbered} records, in the order of their files and lines. */
  static List<Integer> numbers(Path store) {
    return of(store).stream()
        .map(line -> line.getString("txid"))
        .map(txid -> Integer.valueOf(txid.substring(txid.indexOf('/') + 1)))
        .toList();
  }

  /** All lines, without their line feeds. */
  static List<String> texts(Path store) {
    try {
      List<String> lines = new ArrayList<>();
      for (StoredFile file : StoreLayout.files(store)) {
        lines.addAll(lines(file, store));
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(StoredFile file, Path store) throws IOException {
    String text;
    try {
      text = text(file.path());
    } catch (NoSuchFileException e) {
      text = text(file.name().compressed(store));
    }
    if (!text.endsWith("\n")) {
      throw new AssertionError(file + " ends within a line");
    }
    return text.lines().toList();
  }

  /** A file's text, decompressed where its name says so. */
  static String text(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path);
        InputStream plain = path.toString().endsWith(".zst") ? new ZstdInputStream(in) : in) {
      return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
