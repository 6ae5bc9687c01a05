package io.fleettelemetry.simulator;

import io.netty.channel.EventLoop;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One event loop's share of the fleet. The methods that give a future, and {@link #start}, may be
 * called by any thread; all others belong to the event loop.
 */
final class FleetLoop {

  /** Records made in one go, before the sockets get their turn. */
  private static final int MAX_MADE = 256;

  private static final long SWEEP_MILLIS = 250;
  private static final long GOODBYE_MILLIS = 2_000;

  private final EventLoop loop;
  private final FleetContext context;
  private final Listener listener;
  private final StoreBudget budget;
  private final SimulatedVehicle[] vehicles;
  private final Dialer<SimulatedVehicle> dialer;
  private final Backoff backoff;
  private final CompletableFuture<Void> left = new CompletableFuture<>();
  private Pacer pacer;
  private int next;
  private int untried;
  private int connectedNow;
  private boolean making = true;
  private boolean closing;

  /** What the fleet is told by its loops, each once and on the loop's thread. */
  interface Listener {

    /** Each vehicle has tried to connect. */
    void allTried();

    /** The fleet may make no more records. */
    void limitReached();
  }

  /**
   * @param index of this loop, from 0
   * @param loops how many there are
   */
  FleetLoop(EventLoop loop, FleetContext context, int index, int loops, Listener listener) {
    this.loop = loop;
    this.context = context;
    this.listener = listener;
    this.budget = StoreBudget.share(loops);
    FleetSettings.Vehicles all = context.settings().vehicles();
    this.vehicles = new SimulatedVehicle[(all.count() - index + loops - 1) / loops];
    for (int i = 0; i < vehicles.length; i++) {
      vehicles[i] = new SimulatedVehicle(all.first() + index + i * loops, context, this);
    }
    FleetSettings.Connecting connecting = context.settings().connecting();
    VehicleConnector connector = new VehicleConnector(loop, context);
    this.dialer = new Dialer<>(loop, connecting.rampUp() / loops, connector::connect);
    this.backoff = new Backoff(connecting.reconnectMax());
    this.untried = vehicles.length;
  }

  /** Lets the vehicles connect, and make records as they are connected. */
  void start() {
    loop.execute(this::begin);
  }

  private void begin() {
    for (SimulatedVehicle vehicle : vehicles) {
      dialer.add(vehicle);
    }
    startPacing();
    if (!isUnpaced()) {
      makeDue();
    }
    if (!context.settings().delivery().ackTimeout().isZero()) {
      loop.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void startPacing() {
    OptionalDouble rate = context.settings().load().rate();
    if (rate.isPresent()) {
      double share = (double) vehicles.length / context.settings().vehicles().count();
      pacer = new Pacer(rate.getAsDouble() * share, System.nanoTime());
    }
  }

  private void makeDue() {
    if (!making) {
      return;
    }
    long now = System.nanoTime();
    for (int due = pacer.take(now, MAX_MADE); due > 0; due--) {
      vehicles[next].makeDue(now);
      next = next + 1 == vehicles.length ? 0 : next + 1;
    }
    loop.schedule(this::makeDue, pacer.pause(System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  private void sweep() {
    long now = System.nanoTime();
    long late = now - context.settings().delivery().ackTimeout().toNanos();
    for (SimulatedVehicle vehicle : vehicles) {
      vehicle.sendAgainBefore(late, now);
    }
  }

  /** What the stores of this loop's vehicles may fill. */
  StoreBudget budget() {
    return budget;
  }

  /** Whether one more record may be made; it counts as made. */
  boolean mayMake() {
    if (making && !context.limit().take()) {
      making = false;
      listener.limitReached();
    }
    return making;
  }

  /** Whether vehicles make records as acks come, not at a rate. */
  boolean isUnpaced() {
    return pacer == null;
  }

  /** Whether connections end because the fleet does. */
  boolean isClosing() {
    return closing;
  }

  /**
   * A try to connect has ended.
   *
   * @param first whether it was the vehicle's first
   */
  void tryEnded(boolean first) {
    dialer.ended();
    if (first) {
      context.meters().triedOnce();
      untried--;
      if (untried == 0) {
        // What was not made because handshakes kept this thread busy is not made good.
        startPacing();
        listener.allTried();
      }
    }
  }

  /** Lets a vehicle connect again after a pause. */
  void connectLater(SimulatedVehicle vehicle, int failures) {
    loop.schedule(
        () -> {
          if (wantsConnection(vehicle)) {
            dialer.add(vehicle);
          }
        },
        backoff.pauseMillis(failures),
        TimeUnit.MILLISECONDS);
  }

  /** Who has nothing to send any more need not connect. */
  private boolean wantsConnection(SimulatedVehicle vehicle) {
    return !closing && (making || vehicle.hasUnacked());
  }

  /** Makes no more records. The future succeeds on the event loop when none is under way. */
  CompletableFuture<Void> stopMaking() {
    return CompletableFuture.runAsync(
        () -> {
          making = false;
          dialer.keepIf(this::wantsConnection);
        },
        loop);
  }

  /** Ends the connections, within two seconds. The future succeeds on the event loop. */
  CompletableFuture<Void> close() {
    loop.execute(
        () -> {
          closing = true;
          dialer.keepIf(this::wantsConnection);
          for (SimulatedVehicle vehicle : vehicles) {
            vehicle.leave();
          }
          loop.schedule(() -> left.complete(null), GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
          leftIfNobodyIsConnected();
        });
    return left;
  }

  /** A vehicle is connected, or no longer. */
  void connectedChanged(int difference) {
    connectedNow += difference;
    leftIfNobodyIsConnected();
  }

  private void leftIfNobodyIsConnected() {
    if (closing && connectedNow == 0) {
      left.complete(null);
    }
  }
}
