package io.fleettelemetry.dispatch.custom;

import io.fleettelemetry.dispatch.Dispatcher;
import io.fleettelemetry.dispatch.DispatcherContext;
import io.fleettelemetry.metrics.Metrics;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.DispatcherContract;
import io.fleettelemetry.testing.RecordBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** With one instance of the verticle; {@link OfSeveral} with several that take turns. */
class VerticleDispatcherContractTest extends DispatcherContract {

  @Override
  protected Rig createRig() {
    return new VerticleRig(1);
  }

  static class OfSeveral extends VerticleDispatcherContractTest {
    @Override
    protected Rig createRig() {
      return new VerticleRig(4);
    }
  }

  private static final class VerticleRig implements Rig {

    /** More than the verticle takes on a busy machine when it can start at all. */
    private static final Duration START_TIMEOUT = Duration.ofSeconds(5);

    private static final Set<String> TYPES = Set.of("V", "alerts");

    private final Vertx vertx = Vertx.vertx();
    private final Kept kept = Kept.empty();
    private final int instances;

    VerticleRig(int instances) {
      this.instances = instances;
    }

    @Override
    public Dispatcher dispatcher() {
      return dispatcher(1_000, "");
    }

    private Dispatcher dispatcher(int maxInFlight, String fault) {
      Map<String, Object> config =
          Map.of("kept", kept.name(), "types", List.copyOf(TYPES), fault, true);
      CustomSettings settings =
          new CustomSettings(
              "mine",
              KeepingVerticle.class.getName(),
              instances,
              true,
              START_TIMEOUT,
              Duration.ofSeconds(2),
              maxInFlight,
              config);
      Metrics metrics = new Metrics(new SimpleMeterRegistry(), TYPES, Set.of());
      return new VerticleDispatcher(
          settings, new DispatcherContext(vertx, metrics, "", TYPES, Set.of("V")));
    }

    @Override
    public List<byte[]> stored(RecordType type, String vin) {
      return kept.messages().stream()
          .filter(message -> message.headers().get("txtype").equals(type.name()))
          .filter(message -> message.headers().get("vin").equals(vin))
          .map(message -> message.body().getBytes())
          .toList();
    }

    @Override
    public Optional<TelemetryRecord> refusedRecord() {
      return Optional.of(RecordBuilder.v().payload(new byte[Kept.LARGEST + 1]).build());
    }

    @Override
    public Optional<Runnable> takingSystemAway() {
      return Optional.of(() -> kept.silent(true));
    }

    @Override
    public Optional<Runnable> bringingSystemBack() {
      return Optional.of(() -> kept.silent(false));
    }

    @Override
    public Optional<AwayAtStart> awayAtStart() {
      return Optional.of(
          new AwayAtStart(
              dispatcher(1, "unreachable"), Optional.of(KeepingVerticle.class.getName())));
    }

    @Override
    public Optional<Slowness> slowness() {
      return Optional.of(new Slowness(kept::hold, kept::release));
    }

    @Override
    public Optional<Dispatcher> tightlyBounded() {
      return Optional.of(dispatcher(1, ""));
    }

    @Override
    public Optional<Dispatcher> refusedAtStart() {
      return Optional.of(dispatcher(1, "broken"));
    }

    @Override
    public void close() {
      kept.close();
      vertx.close().await();
    }
  }
}
