package io.fleettelemetry.dispatch.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which files of records a store has. A store is a directory with one directory for each day, UTC,
 * and in those {@code HHMMSS-NNN.jsonl}, with {@code .zst} once compressed. Anything else that is
 * there is passed over. Only reads; any thread.
 */
public final class StoreLayout {

  /** Held as long as a server writes to the store. */
  static final String LOCK = ".lock";

  private static final String COMPRESSED = ".zst";
  private static final String DAYS = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]";
  private static final String FILES = "*.jsonl{,.zst}";
  private static final String UNFINISHED = "*.jsonl.zst.tmp";

  private StoreLayout() {}

  /**
   * The files of a store, the oldest first, each once: one that has just been compressed is the
   * compressed one.
   *
   * @throws java.nio.file.NoSuchFileException when there is no such directory
   * @throws IOException when a directory cannot be read
   */
  public static List<StoredFile> files(Path store) throws IOException {
    Map<FileName, StoredFile> byName = new TreeMap<>();
    for (StoredFile file : all(store)) {
      if (file.compressed()) {
        byName.put(file.name(), file);
      } else {
        byName.putIfAbsent(file.name(), file);
      }
    }
    return List.copyOf(byName.values());
  }

  /** As {@link #files}, but in no order, and both forms of a file that has just been compressed. */
  static List<StoredFile> all(Path store) throws IOException {
    List<StoredFile> files = new ArrayList<>();
    try (DirectoryStream<Path> days = Files.newDirectoryStream(store, DAYS)) {
      for (Path day : days) {
        addDay(store, day, files);
      }
    }
    return files;
  }

  /** What was being compressed when a process ended, or is at the moment. */
  static List<Path> unfinished(Path store) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> days = Files.newDirectoryStream(store, DAYS)) {
      for (Path day : days) {
        paths.addAll(entries(day, UNFINISHED));
      }
    }
    return paths;
  }

  private static void addDay(Path store, Path day, List<StoredFile> files) throws IOException {
    for (Path path : entries(day, FILES)) {
      boolean compressed = path.toString().endsWith(COMPRESSED);
      FileName.parse(store.relativize(path))
          .ifPresent(name -> files.add(new StoredFile(name, path, compressed)));
    }
  }

  private static List<Path> entries(Path day, String pattern) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(day, pattern)) {
      entries.forEach(paths::add);
    } catch (NoSuchFileException | NotDirectoryException e) {
      // The server has just removed an empty day, or this is none of its.
    }
    return paths;
  }
}
