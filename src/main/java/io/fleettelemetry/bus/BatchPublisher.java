package io.fleettelemetry.bus;

import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageProducer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Collects the records of one ingest instance into batches, since a hop over the bus costs far more
 * than a record does. A batch leaves when it is full or has waited for long enough. Used on one
 * event loop alone; what it holds is bounded by its users' windows.
 */
public final class BatchPublisher {

  private final Vertx vertx;
  private final TelemetryBus bus;
  private final String outcomeAddress;
  private final long lingerMillis;
  private final Handler<RecordBatch> undeliverable;
  private final List<Lane> filling = new ArrayList<>();
  private boolean lingering;

  /**
   * A publisher for one ingest instance.
   *
   * @param outcomeAddress where that instance gets outcomes
   * @param lingerMillis how long a record waits for others at most, 1 or more
   * @param undeliverable gets each batch whose dispatcher is gone, on the event loop
   */
  public BatchPublisher(
      Vertx vertx,
      TelemetryBus bus,
      String outcomeAddress,
      long lingerMillis,
      Handler<RecordBatch> undeliverable) {
    this.vertx = vertx;
    this.bus = bus;
    this.outcomeAddress = outcomeAddress;
    this.lingerMillis = lingerMillis;
    this.undeliverable = undeliverable;
  }

  /**
   * The way of one record type to one dispatcher.
   *
   * @param number what the dispatcher's outcomes carry
   * @param shards how many shards the dispatcher has
   */
  public Publication publication(RecordType type, String dispatcher, int number, int shards) {
    Lane[] lanes = new Lane[shards];
    for (int shard = 0; shard < shards; shard++) {
      lanes[shard] = new Lane(bus.recordSender(Addresses.records(type, dispatcher, shard)), number);
    }
    return (record, ticket) -> lanes[Addresses.shard(record.vin(), shards)].add(record, ticket);
  }

  /** Sends what has been collected. */
  public void flush() {
    // What hears at once that a dispatcher is gone may publish again.
    List<Lane> full = List.copyOf(filling);
    filling.clear();
    full.forEach(Lane::send);
  }

  private void linger() {
    if (!lingering) {
      lingering = true;
      vertx.setTimer(
          lingerMillis,
          id -> {
            lingering = false;
            flush();
          });
    }
  }

  /** The way of one record type to one dispatcher. */
  @FunctionalInterface
  public interface Publication {

    /**
     * Sends a record on its way.
     *
     * @param ticket comes back with the record's outcome
     */
    void publish(TelemetryRecord record, long ticket);
  }

  /** The batch that is being filled for one address. */
  private final class Lane {
    private final MessageProducer<RecordBatch> sender;
    private final int dispatcher;
    private final TelemetryRecord[] records = new TelemetryRecord[RecordBatch.MAX_RECORDS];
    private final long[] tickets = new long[RecordBatch.MAX_RECORDS];
    private int count;
    private int bytes;
    private boolean listed;

    Lane(MessageProducer<RecordBatch> sender, int dispatcher) {
      this.sender = sender;
      this.dispatcher = dispatcher;
    }

    void add(TelemetryRecord record, long ticket) {
      records[count] = record;
      tickets[count] = ticket;
      count++;
      bytes += record.size();
      if (count == RecordBatch.MAX_RECORDS || bytes >= RecordBatch.MAX_BYTES) {
        sendBatch();
      } else if (!listed) {
        listed = true;
        filling.add(this);
        linger();
      }
    }

    /** Called when the lingering ends, which takes this lane off the list. */
    void send() {
      listed = false;
      if (count > 0) {
        sendBatch();
      }
    }

    private void sendBatch() {
      RecordBatch batch =
          new RecordBatch(
              outcomeAddress,
              dispatcher,
              Collections.unmodifiableList(Arrays.asList(Arrays.copyOf(records, count))),
              Arrays.copyOf(tickets, count));
      Arrays.fill(records, 0, count, null);
      count = 0;
      bytes = 0;
      sender.write(batch).onFailure(gone -> undeliverable.handle(batch));
    }
  }
}
