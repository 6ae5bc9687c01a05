package io.fleettelemetry.dispatch.file;

import io.fleettelemetry.dispatch.Dispatcher;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.DispatcherContract;
import io.fleettelemetry.testing.RecordBuilder;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Lines are compared as a whole, byte by byte. */
class FileDispatcherContractTest extends DispatcherContract {

  private static final int LARGEST = 1 << 20;

  /** Room for a line of the contract's records, and not for two. */
  private static final int LINE = 600;

  @Override
  protected Rig createRig() {
    return new StoreRig();
  }

  private static final class StoreRig implements Rig {

    private final StoreFixture fixture = new StoreFixture().limits(LARGEST, Duration.ofMillis(200));
    private final FileDispatcher dispatcher = fixture.create();

    @Override
    public Dispatcher dispatcher() {
      return dispatcher;
    }

    @Override
    public List<byte[]> stored(RecordType type, String vin) {
      return StoredLines.texts(fixture.store).stream()
          .filter(line -> new JsonObject(line).getString("vin").equals(vin))
          .filter(line -> new JsonObject(line).getString("txtype").equals(type.name()))
          .map(line -> (line + "\n").getBytes(StandardCharsets.UTF_8))
          .toList();
    }

    @Override
    public byte[] expected(TelemetryRecord record) {
      return RecordLine.of(record);
    }

    @Override
    public Optional<TelemetryRecord> refusedRecord() {
      return Optional.of(RecordBuilder.of("custom").protobuf(new byte[LARGEST]).build());
    }

    @Override
    public Optional<Runnable> takingSystemAway() {
      return Optional.of(() -> fixture.disk.fail(ScriptedDisk.Fault.APPEND));
    }

    @Override
    public Optional<Runnable> bringingSystemBack() {
      return Optional.of(fixture.disk::mend);
    }

    /** A file is where its directory should be. */
    @Override
    public Optional<AwayAtStart> awayAtStart() {
      try {
        Files.createFile(fixture.store);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Optional.of(new AwayAtStart(fixture.create(), Optional.of(fixture.store.toString())));
    }

    @Override
    public Optional<Slowness> slowness() {
      return Optional.of(new Slowness(fixture.disk::hold, fixture.disk::mend));
    }

    /** One line at a time has room. */
    @Override
    public Optional<Dispatcher> tightlyBounded() {
      return Optional.of(fixture.limits(LINE, Duration.ofSeconds(10)).create());
    }

    @Override
    public Optional<Dispatcher> refusedAtStart() {
      fixture.start();
      return Optional.of(fixture.create());
    }

    @Override
    public void close() {
      fixture.close();
    }
  }
}
