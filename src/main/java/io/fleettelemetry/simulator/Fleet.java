package io.fleettelemetry.simulator;

import io.fleettelemetry.simulator.trip.Trips;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private final Checkpoints checkpoints;
  private final Timeline timeline;
  private final EventLoopGroup group;
  private final List<FleetLoop> loops = new ArrayList<>();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CompletableFuture<FleetReport> report = new CompletableFuture<>();

  private Fleet(
      FleetContext context, Checkpoints checkpoints, ScheduledExecutorService background) {
    this.context = context;
    this.checkpoints = checkpoints;
    this.background = background;
    FleetSettings settings = context.settings();
    this.timeline = new Timeline(settings, context.meters(), checkpoints);
    int threads = Math.min(settings.connecting().threads(), settings.vehicles().count());
    this.group = context.transport().loops(threads, THREADS);
    for (int i = 0; i < threads; i++) {
      loops.add(new FleetLoop(group.next(), context, i, threads, this::stop));
    }
  }

  /**
   * Starts a fleet, whose vehicles then connect one after the other. Blocks the thread while the
   * server's name is looked up and the trips are prepared.
   *
   * @throws IOException when the name is not known, the server's process cannot be accounted for,
   *     TLS sessions cannot be resumed or the file of acked txids cannot be written, with a message
   *     for the operator; then nothing was started. A server that is not there is not an error
   *     here: vehicles try again
   */
  public static Fleet start(FleetSettings settings) throws IOException {
    InetSocketAddress server = resolve(settings.server());
    Optional<ProcessMeter> process = process(settings.measuring().serverPid());
    FleetTls.check(settings.tls());
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
            FleetTls.create(settings, certificates),
            certificates,
            Sources.of(
                settings.connecting().sources(), server.getAddress(), settings.vehicles().count()),
            Trips.prepare(),
            new FleetMeters(),
            new RecordLimit(settings.load().records()),
            ackedLog,
            background);
    Checkpoints checkpoints = new Checkpoints(context.meters(), process);
    checkpoints.reached(Milestone.START);
    Fleet fleet = new Fleet(context, checkpoints, background);
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

  private static Optional<ProcessMeter> process(OptionalLong pid) throws IOException {
    return pid.isEmpty() ? Optional.empty() : Optional.of(ProcessMeter.of(pid.getAsLong()));
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
    new FleetPhases(context, loops, checkpoints, background, stopping::get, this::stop).begin();
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
    checkpoints.reached(Milestone.STOPPED);
    ofLoops(FleetLoop::stopMaking).thenRunAsync(this::awaitAcks, background);
  }

  private void awaitAcks() {
    if (context.meters().unacked() > 0 && !timeline.isDrainOver()) {
      background.schedule(this::awaitAcks, DRAIN_CHECK_MILLIS, TimeUnit.MILLISECONDS);
      return;
    }
    checkpoints.reached(Milestone.END);
    FleetReport.Connections connections =
        context.meters().connections(context.settings().vehicles().count(), checkpoints);
    Optional<ServerUsage> server = checkpoints.server();
    ofLoops(FleetLoop::close)
        .thenRun(
            () ->
                group
                    .shutdownGracefully(0, LOOPS_END_SECONDS, TimeUnit.SECONDS)
                    .addListener(ended -> background.execute(() -> end(connections, server))));
  }

  private void end(FleetReport.Connections connections, Optional<ServerUsage> server) {
    context.ackedLog().ifPresent(AckedLog::close);
    context.tls().close();
    timeline.ended();
    report.complete(
        new FleetReport(
            connections,
            context.meters().records(),
            checkpoints.rates(context.settings().load().rate()),
            context.meters().ackLatency.total(),
            server,
            context.ackedLog().flatMap(AckedLog::problem)));
    // Timers for what would have ended the fleet may be there still.
    background.shutdownNow();
  }

  private CompletableFuture<Void> ofLoops(Function<FleetLoop, CompletableFuture<Void>> step) {
    return CompletableFuture.allOf(loops.stream().map(step).toArray(CompletableFuture[]::new));
  }
}
