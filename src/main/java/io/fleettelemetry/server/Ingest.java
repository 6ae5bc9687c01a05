package io.fleettelemetry.server;

import io.fleettelemetry.bus.BatchPublisher;
import io.fleettelemetry.bus.BatchPublisher.Publication;
import io.fleettelemetry.bus.OutcomeBatch;
import io.fleettelemetry.bus.RecordBatch;
import io.fleettelemetry.config.RateLimitConfig;
import io.fleettelemetry.metrics.Metrics;
import io.fleettelemetry.server.Route.Destination;
import io.fleettelemetry.telemetry.RecordType;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What the connections of one ingest instance share. Everything here belongs to one event loop. */
final class Ingest {

  /** How long vehicles that were let in have to bring something before others are. */
  private static final long ADMIT_MILLIS = 1;

  /** How long a record waits to be sent on with others while its vehicle waits for the outcome. */
  private static final long PROMPT_MILLIS = 2;

  /**
   * The same where nobody waits: each batch wakes several threads, at a low load for a few records.
   */
  private static final long RELAXED_MILLIS = 10;

  private final IngestSettings settings;
  private final ContextInternal context;
  private final ScratchBuffer scratch = new ScratchBuffer();
  private final AssemblyBudget assembly;
  private final BatchPublisher prompt;
  private final BatchPublisher relaxed;

  /** Of connects and disconnects, which wait for no others. */
  private final BatchPublisher presence;

  private final InFlight inFlight;
  private final RecordFactory records;
  private final ConnectivityRecords connectivity;
  private final DeadLetters deadLetters;
  private final Set<ConnectionLifecycle> connections = new HashSet<>();
  private RateLimitConfig rateLimit;
  private final List<VehicleAnswers> answersDue = new ArrayList<>();
  private boolean stopping;
  private long goodbyeMillis;

  /** State of one instance; made on its event loop. */
  Ingest(IngestSettings settings, Vertx vertx, ContextInternal context, String outcomeAddress) {
    this.settings = settings;
    this.context = context;
    this.rateLimit = settings.rateLimit();
    this.assembly = new AssemblyBudget(settings.limits().assemblyBytes());
    this.prompt = publisher(vertx, outcomeAddress, PROMPT_MILLIS);
    this.relaxed = publisher(vertx, outcomeAddress, RELAXED_MILLIS);
    this.presence = publisher(vertx, outcomeAddress, RELAXED_MILLIS);
    Route ofConnectivity = settings.routing().route(RecordType.CONNECTIVITY);
    AckPolicy acks = new AckPolicy(settings.reliableAckFailure());
    this.inFlight =
        new InFlight(
            settings.routing(),
            acks,
            budgets(settings, task -> vertx.setTimer(ADMIT_MILLIS, id -> task.run())),
            publications(settings, this::publisher),
            settings.metrics());
    this.records = new RecordFactory(settings.transmitDecodedRecords());
    this.connectivity = new ConnectivityRecords(records, inFlight, ofConnectivity, presence::flush);
    this.deadLetters =
        new DeadLetters(
            settings.routing().deadLetters(),
            inFlight,
            acks,
            settings.metrics(),
            () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    inFlight.onRefused(deadLetters);
  }

  private static DispatcherBudget[] budgets(IngestSettings settings, Executor soon) {
    IngestLimits limits = settings.limits();
    List<String> names = settings.routing().dispatchers();
    DispatcherBudget[] budgets = new DispatcherBudget[names.size()];
    for (int i = 0; i < budgets.length; i++) {
      DispatcherBudget budget =
          new DispatcherBudget(
              limits.dispatcherRecords(),
              limits.dispatcherBytes(),
              limits.connectionRecords(),
              soon);
      settings.metrics().inFlight(names.get(i), budget::records, budget::bytes);
      budgets[i] = budget;
    }
    return budgets;
  }

  private BatchPublisher publisher(Vertx vertx, String outcomeAddress, long lingerMillis) {
    return new BatchPublisher(
        vertx, settings.bus(), outcomeAddress, lingerMillis, this::onUndeliverable);
  }

  private BatchPublisher publisher(Route route) {
    if (route.type().equals(RecordType.CONNECTIVITY)) {
      return presence;
    }
    return route.hasSource() ? prompt : relaxed;
  }

  private static Publication[][] publications(
      IngestSettings settings, Function<Route, BatchPublisher> publishers) {
    List<Route> routes = settings.routing().allRoutes();
    Publication[][] publications = new Publication[routes.size()][];
    for (Route route : routes) {
      BatchPublisher publisher = publishers.apply(route);
      publications[route.index()] =
          route.destinations().stream()
              .map(to -> publication(settings, publisher, route, to))
              .toArray(Publication[]::new);
    }
    return publications;
  }

  private static Publication publication(
      IngestSettings settings, BatchPublisher publisher, Route route, Destination to) {
    return publisher.publication(
        route.type(), to.dispatcher(), to.number(), settings.shards().get(to.dispatcher()));
  }

  /** Takes outcomes from the bus; the answers that follow leave together. */
  void onOutcomes(OutcomeBatch outcomes) {
    inFlight.onOutcomes(outcomes);
    flushAnswers();
  }

  private void onUndeliverable(RecordBatch batch) {
    inFlight.onUndeliverable(batch);
    flushAnswers();
  }

  /**
   * From now on no vehicle is let in, and records that are lost are counted.
   *
   * @param goodbye how long a vehicle has for the closing handshake
   */
  void beginStop(Duration goodbye) {
    stopping = true;
    goodbyeMillis = Math.max(1, goodbye.toMillis());
    inFlight.losses().begin();
  }

  /** Whether the server stops, and no vehicle is let in any more. */
  boolean isStopping() {
    return stopping;
  }

  /** How long a vehicle has for the closing handshake while the server stops. */
  long goodbyeMillis() {
    return goodbyeMillis;
  }

  /** Sends the records on that wait for others, since none will come. */
  void sendRecords() {
    prompt.flush();
    relaxed.flush();
    presence.flush();
  }

  /** Notes that a vehicle has answers to write before this turn of the event loop ends. */
  void answersDue(VehicleAnswers answers) {
    answersDue.add(answers);
  }

  /** Writes the answers that became due in this turn. */
  void flushAnswers() {
    // Flushing can make more due: a vehicle that waited for its window is read on.
    for (int i = 0; i < answersDue.size(); i++) {
      answersDue.get(i).flush();
    }
    answersDue.clear();
  }

  IngestSettings settings() {
    return settings;
  }

  /** The rate limit that holds now. */
  RateLimitConfig rateLimit() {
    return rateLimit;
  }

  void rateLimit(RateLimitConfig changed) {
    rateLimit = changed;
  }

  Metrics metrics() {
    return settings.metrics();
  }

  InFlight inFlight() {
    return inFlight;
  }

  RecordFactory records() {
    return records;
  }

  ConnectivityRecords connectivity() {
    return connectivity;
  }

  DeadLetters deadLetters() {
    return deadLetters;
  }

  Set<ConnectionLifecycle> connections() {
    return connections;
  }

  /** Runs a task in a turn of its own of the event loop; any thread. */
  void execute(Runnable task) {
    context.runOnContext(turn -> task.run());
  }

  MessageReader reader(MessageListener listener) {
    return new MessageReader(listener, context, new MessageAssembler(listener, scratch, assembly));
  }

  ClosingHandshake closingHandshake(ClosingHandshake.Listener listener) {
    return new ClosingHandshake(context, listener);
  }
}
