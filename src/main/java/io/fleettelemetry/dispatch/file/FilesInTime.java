package io.fleettelemetry.dispatch.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The files of a store in which, by their names, records of some time can be. */
final class FilesInTime {

  /**
   * How far a name may be off: a record waits before it is written, and clocks are corrected while
   * a server runs.
   */
  private static final Duration MARGIN = Duration.ofMinutes(15);

  private FilesInTime() {}

  /** The oldest first. A file's last record is no newer than the next file's begin. */
  static List<StoredFile> list(Path store, RecordFilter filter) throws IOException {
    List<StoredFile> all = StoreLayout.files(store);
    List<StoredFile> wanted = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      boolean tooOld =
          i + 1 < all.size()
              && begun(all.get(i + 1)).plus(MARGIN).toEpochMilli() < filter.sinceMillis();
      boolean tooNew = begun(all.get(i)).minus(MARGIN).toEpochMilli() >= filter.untilMillis();
      if (!tooOld && !tooNew) {
        wanted.add(all.get(i));
      }
    }
    return wanted;
  }

  private static Instant begun(StoredFile file) {
    return file.name().begun().toInstant(ZoneOffset.UTC);
  }
}
