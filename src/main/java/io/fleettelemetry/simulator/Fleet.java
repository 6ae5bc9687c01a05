package io.fleettelemetry.simulator;

import io.fleettelemetry.simulator.trip.Trips;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Simulated vehicles that connect to a server, send it records and check what it answers, until the
 * time or the records they were given are over, or until they are stopped. Thread-safe.
 */
public final class Fleet {

  private static final String THREADS = "simulator";
  private static final long FLUSH_MILLIS = 50;
  private static final long DRAIN_CHECK_MILLIS = 10;
  private static final long LOOPS_END_SECONDS = 5;

  private final FleetContext context;
  private final ScheduledExecutorService background;
  private final Timeline timeline;
  private final EventLoopGroup group;
  private final List<FleetLoop> loops = new ArrayList<>();
  private final AtomicInteger loopsConnecting;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CompletableFuture<FleetReport> report = new CompletableFuture<>();

  private Fleet(FleetContext context, ScheduledExecutorService background) {
    this.context = context;
    this.background = background;
    FleetSettings settings = context.settings();
    this.timeline = new Timeline(settings, context.meters());
    int threads = Math.min(settings.connecting().threads(), settings.vehicles().count());
    this.group = context.transport().loops(threads, THREADS);
    this.loopsConnecting = new AtomicInteger(threads);
    for (int i = 0; i < threads; i++) {
      loops.add(new FleetLoop(group.next(), context, i, threads, new LoopListener()));
    }
  }

  /**
   * Starts a fleet, whose vehicles then connect one after the other. Blocks the thread while the
   * server's name is looked up and the trips are prepared.
   *
   * @throws IOException when the name is not known or the file of acked txids cannot be written,
   *     with a message for the operator; then nothing was started. A server that is not there is
   *     not an error here: vehicles try again
   */
  public static Fleet start(FleetSettings settings) throws IOException {
    InetSocketAddress server = resolve(settings.server());
    Optional<AckedLog> ackedLog = open(settings.ackedFile());
    VehicleCertificates certificates = VehicleCertificates.of(settings.vehicles());
    ScheduledExecutorService background =
        Executors.newSingleThreadScheduledExecutor(
            work -> new Thread(work, THREADS + "-background"));
    FleetContext context =
        new FleetContext(
            settings,
            Integer.toHexString(ThreadLocalRandom.current().nextInt()),
            server,
            Transport.best(),
            FleetTls.create(settings.server(), certificates),
            certificates,
            Sources.of(
                settings.connecting().sources(), server.getAddress(), settings.vehicles().count()),
            Trips.prepare(),
            new FleetMeters(),
            new RecordLimit(settings.load().records()),
            ackedLog,
            background);
    Fleet fleet = new Fleet(context, background);
    fleet.begin();
    return fleet;
  }

  private static InetSocketAddress resolve(FleetSettings.Server server) throws IOException {
    try {
      return new InetSocketAddress(InetAddress.getByName(server.host()), server.port());
    } catch (UnknownHostException e) {
      throw new IOException(server.host() + " — no such host is known", e);
    }
  }

  private static Optional<AckedLog> open(Optional<Path> file) throws IOException {
    return file.isEmpty() ? Optional.empty() : Optional.of(AckedLog.open(file.get()));
  }

  private void begin() {
    context
        .ackedLog()
        .ifPresent(
            log ->
                background.scheduleWithFixedDelay(
                    log::flush, FLUSH_MILLIS, FLUSH_MILLIS, TimeUnit.MILLISECONDS));
    loops.forEach(FleetLoop::start);
  }

  /** Where the fleet is now. Any thread but an event loop. */
  public FleetProgress progress() {
    FleetMeters meters = context.meters();
    int vehicles = context.settings().vehicles().count();
    int connected = meters.connected();
    return new FleetProgress(
        timeline.phase(),
        vehicles,
        connected,
        connected < vehicles ? meters.lastConnectFailure() : Optional.empty(),
        meters.sent.sum(),
        meters.resent.sum(),
        meters.acked.sum(),
        meters.unacked(),
        meters.dropped.sum(),
        meters.errors.total(),
        meters.ackLatency.interval(),
        timeline.elapsed(),
        timeline.left());
  }

  /**
   * What came of the fleet.
   *
   * @return succeeds when the fleet has ended and everything is closed. Completes on any thread
   */
  public CompletionStage<FleetReport> report() {
    return report.minimalCompletionStage();
  }

  /**
   * Stops making records, waits for the acks of those that were made as long as the settings say,
   * and closes everything. Again does nothing.
   *
   * @return as {@link #report}
   */
  public CompletionStage<FleetReport> stop() {
    if (stopping.compareAndSet(false, true)) {
      background.execute(this::stopMaking);
    }
    return report();
  }

  private void stopMaking() {
    timeline.stopped();
    ofLoops(FleetLoop::stopMaking).thenRunAsync(this::awaitAcks, background);
  }

  private void awaitAcks() {
    if (context.meters().unacked() > 0 && !timeline.isDrainOver()) {
      background.schedule(this::awaitAcks, DRAIN_CHECK_MILLIS, TimeUnit.MILLISECONDS);
      return;
    }
    FleetReport.Connections connections =
        context.meters().connections(context.settings().vehicles().count());
    ofLoops(FleetLoop::close)
        .thenRun(
            () ->
                group
                    .shutdownGracefully(0, LOOPS_END_SECONDS, TimeUnit.SECONDS)
                    .addListener(ended -> background.execute(() -> end(connections))));
  }

  private void end(FleetReport.Connections connections) {
    context.ackedLog().ifPresent(AckedLog::close);
    context.tls().close();
    timeline.ended();
    report.complete(
        new FleetReport(
            connections,
            context.meters().records(),
            timeline.rates(),
            context.meters().ackLatency.total(),
            context.ackedLog().flatMap(AckedLog::problem)));
    // Timers for what would have ended the fleet may be there still.
    background.shutdownNow();
  }

  private CompletableFuture<Void> ofLoops(Function<FleetLoop, CompletableFuture<Void>> step) {
    return CompletableFuture.allOf(loops.stream().map(step).toArray(CompletableFuture[]::new));
  }

  private final class LoopListener implements FleetLoop.Listener {

    @Override
    public void allTried() {
      if (loopsConnecting.decrementAndGet() == 0) {
        background.execute(this::allLoopsTried);
      }
    }

    private void allLoopsTried() {
      timeline.allTried();
      context
          .settings()
          .load()
          .duration()
          .map(Duration::toMillis)
          .ifPresent(
              millis -> background.schedule(Fleet.this::stop, millis, TimeUnit.MILLISECONDS));
    }

    @Override
    public void limitReached() {
      stop();
    }
  }
}
