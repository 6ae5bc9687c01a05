package io.fleettelemetry.server;

/**
 * The bounds of one ingest instance. What the whole server may have in flight is a quarter of the
 * heap; each instance has a fixed share of it for each dispatcher, so that no dispatcher eats
 * another's and no instance has to ask.
 *
 * @param dispatcherRecords in flight to one dispatcher
 * @param dispatcherBytes in flight to one dispatcher
 * @param connectionRecords of one connection, received and not yet answered
 * @param connectionBytes of one connection, received and not yet answered
 * @param assemblyBytes of messages that have not arrived whole
 */
public record IngestLimits(
    int dispatcherRecords,
    long dispatcherBytes,
    int connectionRecords,
    int connectionBytes,
    long assemblyBytes) {

  private static final int RECORDS = 16_384;
  private static final int WINDOW_RECORDS = 64;
  private static final int WINDOW_BYTES = 1024 * 1024;

  /**
   * The bounds for a heap.
   *
   * @param heapBytes the most that the heap may grow to
   * @param instances ingest instances of the server
   * @param dispatchers dispatchers of the server, none where it routes nothing
   */
  public static IngestLimits of(long heapBytes, int instances, int dispatchers) {
    return new IngestLimits(
        RECORDS,
        heapBytes / 4 / instances / Math.max(1, dispatchers),
        WINDOW_RECORDS,
        WINDOW_BYTES,
        heapBytes / 8 / instances);
  }
}
