package io.fleettelemetry.cli.show;

import io.fleettelemetry.dispatch.file.RecordReader;
import io.fleettelemetry.dispatch.file.StoreLayout;
import io.fleettelemetry.dispatch.file.StoredRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Shows the records of a store, once. Blocks the thread of the command. */
public final class Show {

  private static final long POLL_MILLIS = 200;

  private final ShowRequest request;
  private final PrintWriter err;
  private final CompletableFuture<Void> stopRequest;
  private final Pipe pipe;
  private final Warnings warnings;
  private long shown;

  /**
   * What is to be shown, and where.
   *
   * @param out must tell of its stream's errors
   * @param err where warnings go
   * @param stopRequest ends it, as does an output that nobody reads any more
   */
  public Show(
      ShowRequest request, PrintWriter out, PrintWriter err, CompletableFuture<Void> stopRequest) {
    this.request = request;
    this.err = err;
    this.stopRequest = stopRequest;
    this.pipe = new Pipe(out);
    this.warnings = new Warnings(err);
  }

  /**
   * Shows all there is; when it follows, until it is stopped.
   *
   * @return whether the system let everything be read and written
   */
  public boolean run() {
    try {
      showAll();
    } catch (IOException e) {
      warnings.unreadableDirectory(request.store(), e);
    }
    warnings.finish();
    return !warnings.incomplete() && !isOutputLost();
  }

  private void showAll() throws IOException {
    RecordOutput output = RecordOutput.of(request, pipe);
    boolean empty = StoreLayout.files(request.store()).isEmpty();
    if (empty) {
      note("has no records yet; those of a store are in directories such as 2026-11-24");
    }
    try (RecordReader reader = reader()) {
      output.begin();
      do {
        show(reader, output);
        pipe.flush();
      } while (request.follow() && waitForMore());
    }
    if (shown == 0 && !empty && !isOver() && !warnings.incomplete()) {
      note("has no record that matches");
    }
  }

  /** A pipe that nobody reads is no fault; a file has no reader who could have left. */
  private boolean isOutputLost() {
    boolean lost = pipe.isBroken() && request.toFile();
    if (lost) {
      err.println("fleet-telemetry: standard output — cannot be written to; it is not complete");
    }
    return lost;
  }

  private RecordReader reader() throws IOException {
    return request.last() == 0
        ? RecordReader.all(request.store(), request.filter(), warnings, this::isOver)
        : RecordReader.last(
            request.last(), request.store(), request.filter(), warnings, this::isOver);
  }

  /** Shows what is there; of the last records no more than asked for, though more have come. */
  private void show(RecordReader reader, RecordOutput output) throws IOException {
    boolean bounded = request.last() > 0 && !request.follow();
    Optional<StoredRecord> record = reader.next();
    while (record.isPresent()) {
      output.write(record.get());
      shown++;
      boolean enough = bounded && shown == request.last();
      record = enough ? Optional.empty() : reader.next();
    }
  }

  private boolean isOver() {
    return stopRequest.isDone() || pipe.isBroken();
  }

  /** Whether to look again, some time later. */
  private boolean waitForMore() {
    if (pipe.isBroken()) {
      return false;
    }
    try {
      stopRequest.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      return false;
    } catch (TimeoutException e) {
      return true;
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void note(String text) {
    err.println("fleet-telemetry: DIRECTORY: %s — %s".formatted(request.store(), text));
  }
}
