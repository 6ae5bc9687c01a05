package io.fleettelemetry.simulator;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

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
  private final Runnable limitReached;
  private final StoreBudget budget;
  private final SimulatedVehicle[] vehicles;
  private final Dialer<SimulatedVehicle> dialer;
  private final Backoff backoff;
  private final List<SimulatedVehicle> gone = new ArrayList<>();
  private final VehicleConnector connector;
  private final CompletableFuture<Void> left = new CompletableFuture<>();
  private final Countdown tries = new Countdown();
  private final Countdown leaving = new Countdown();
  private final boolean unpaced;

  /** Null where no rate is wanted, and where it is 0. */
  private Pacer pacer;

  private int next;
  private int connectedNow;
  private boolean making = true;
  private boolean closing;

  /**
   * @param index of this loop, from 0
   * @param loops how many there are
   * @param limitReached is told once, on the loop's thread, that the fleet may make no more records
   */
  FleetLoop(EventLoop loop, FleetContext context, int index, int loops, Runnable limitReached) {
    this.loop = loop;
    this.context = context;
    this.limitReached = limitReached;
    this.budget = StoreBudget.share(loops);
    FleetSettings.Vehicles all = context.settings().vehicles();
    this.vehicles = new SimulatedVehicle[(all.count() - index + loops - 1) / loops];
    for (int i = 0; i < vehicles.length; i++) {
      vehicles[i] = new SimulatedVehicle(all.first() + index + i * loops, context, this);
    }
    FleetSettings.Connecting connecting = context.settings().connecting();
    this.connector = new VehicleConnector(loop, context);
    this.dialer = new Dialer<>(loop, connecting.rampUp() / loops, connector::connect);
    this.backoff = new Backoff(connecting.reconnectMax());
    this.unpaced = context.settings().load().rate().isEmpty();
  }

  /**
   * Lets the vehicles connect, and make records as they are connected. The future succeeds on the
   * event loop when each has tried.
   */
  CompletableFuture<Void> start() {
    return onLoop(this::begin);
  }

  private CompletableFuture<Void> begin() {
    CompletableFuture<Void> tried = allTry(vehicles.length);
    for (SimulatedVehicle vehicle : vehicles) {
      dialer.add(vehicle);
    }
    startPacing();
    if (pacer != null) {
      makeDue();
    }
    if (!context.settings().delivery().ackTimeout().isZero()) {
      loop.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }
    return tried;
  }

  /** What was not made because handshakes kept this thread busy is not made good. */
  private CompletableFuture<Void> allTry(int count) {
    return tries.of(count).thenRun(this::startPacing);
  }

  private void startPacing() {
    double rate = context.settings().load().rate().orElse(0);
    if (rate > 0) {
      double share = (double) vehicles.length / context.settings().vehicles().count();
      pacer = new Pacer(rate * share, System.nanoTime());
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
      limitReached.run();
    }
    return making;
  }

  /** Whether vehicles make records as acks come, not at a rate. */
  boolean isUnpaced() {
    return unpaced;
  }

  /** Whether connections end because the fleet does. */
  boolean isClosing() {
    return closing;
  }

  /**
   * A try to connect has ended.
   *
   * @param over whether it is what was waited for
   */
  void tryEnded(boolean over) {
    dialer.ended();
    if (over) {
      tries.step();
    }
  }

  /**
   * Lets all vehicles that are connected leave. The future succeeds on the event loop when they
   * have; those that the server keeps are gone after two seconds.
   */
  CompletableFuture<Void> leave() {
    return onLoop(
        () -> {
          int count = 0;
          for (SimulatedVehicle vehicle : vehicles) {
            count += vehicle.leaveForNow() ? 1 : 0;
          }
          Future<?> hangUp = loop.schedule(this::hangUp, GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
          return leaving.of(count).thenRun(() -> hangUp.cancel(false));
        });
  }

  private void hangUp() {
    for (SimulatedVehicle vehicle : vehicles) {
      vehicle.hangUp();
    }
  }

  /** A vehicle is no longer connected because it was to leave. */
  void hasLeft(SimulatedVehicle vehicle) {
    gone.add(vehicle);
    leaving.step();
  }

  /**
   * Lets those that have left connect again, at the usual pace or all at once. The future succeeds
   * on the event loop when all are connected, however often they have to try.
   */
  CompletableFuture<Void> comeBack(boolean atOnce) {
    return onLoop(
        () -> {
          List<SimulatedVehicle> back = List.copyOf(gone);
          gone.clear();
          back.forEach(SimulatedVehicle::isAwaited);
          CompletableFuture<Void> tried = allTry(back.size());
          back.forEach(atOnce ? dialer::addAtOnce : dialer::add);
          return tried;
        });
  }

  private CompletableFuture<Void> onLoop(Supplier<CompletableFuture<Void>> step) {
    return CompletableFuture.supplyAsync(step, loop).thenCompose(Function.identity());
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
    return left.thenRunAsync(connector::end, loop);
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
