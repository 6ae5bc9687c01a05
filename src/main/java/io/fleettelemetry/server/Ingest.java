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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

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
  private final InFlight inFlight;
  private final RecordFactory records;
  private final ConnectivityRecords connectivity;
  private RateLimitConfig rateLimit;
  private final Set<VehicleConnection> connections = new HashSet<>();
  private final List<VehicleAnswers> answersDue = new ArrayList<>();

  /** State of one instance; made on its event loop. */
  Ingest(IngestSettings settings, Vertx vertx, ContextInternal context, String outcomeAddress) {
    this.settings = settings;
    this.context = context;
    this.rateLimit = settings.rateLimit();
    this.assembly = new AssemblyBudget(settings.limits().assemblyBytes());
    BatchPublisher prompt = publisher(vertx, outcomeAddress, PROMPT_MILLIS);
    BatchPublisher relaxed = publisher(vertx, outcomeAddress, RELAXED_MILLIS);
    this.inFlight =
        new InFlight(
            settings.routing(),
            new AckPolicy(settings.reliableAckFailure()),
            budgets(settings, task -> vertx.setTimer(ADMIT_MILLIS, id -> task.run())),
            publications(settings, prompt, relaxed),
            settings.metrics());
    this.records = new RecordFactory(settings.transmitDecodedRecords());
    this.connectivity =
        new ConnectivityRecords(
            records, inFlight, settings.routing().route(RecordType.CONNECTIVITY));
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

  private static Publication[][] publications(
      IngestSettings settings, BatchPublisher prompt, BatchPublisher relaxed) {
    Publication[][] publications = new Publication[settings.routing().size()][];
    for (Route route : settings.routing().routes()) {
      BatchPublisher publisher = route.hasSource() ? prompt : relaxed;
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

  /** Whether no vehicle is connected and no outcome awaited. */
  boolean isIdle() {
    return connections.isEmpty() && inFlight.size() == 0;
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

  Set<VehicleConnection> connections() {
    return connections;
  }

  MessageReader reader(MessageListener listener) {
    return new MessageReader(listener, context, new MessageAssembler(listener, scratch, assembly));
  }

  ClosingHandshake closingHandshake(ClosingHandshake.Listener listener) {
    return new ClosingHandshake(context, listener);
  }
}
