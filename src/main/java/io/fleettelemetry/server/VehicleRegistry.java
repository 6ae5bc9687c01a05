package io.fleettelemetry.server;

import io.fleettelemetry.config.ConnectionsConfig;
import io.fleettelemetry.telemetry.DeviceIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which identity has which connections, over all ingest instances of a server. A newer connection
 * takes the place of the oldest where an identity has too many, and begins only when that one is
 * wholly gone, so that what is told of a vehicle is in order. Thread-safe; holds an entry for each
 * connection.
 */
public final class VehicleRegistry {

  /** A connection; called on any thread, never while the registry is locked. */
  interface Member {

    /** All whose place it takes are gone: it begins. Not called for one that began at once. */
    void begin();

    /** Another connection of the same identity takes its place: it ends at once. */
    void displaced();
  }

  /** What a connection holds to be registered. */
  static final class Registration {
    private final DeviceIdentity identity;
    private final Member member;
    private boolean leaving;
    private boolean begun;

    /** The next newer one of the same identity. */
    private Registration newer;

    private Registration(DeviceIdentity identity, Member member) {
      this.identity = identity;
      this.member = member;
    }

    /** Whether its connection began when it was registered; only good before any other call. */
    boolean begun() {
      return begun;
    }
  }

  private final int perIdentity;
  private final int max;
  private final TakeoverWarnings warnings;
  private final AtomicInteger places = new AtomicInteger();

  /** The oldest registration of each identity; none where an identity may have any number. */
  private final ConcurrentMap<DeviceIdentity, Registration> oldest = new ConcurrentHashMap<>();

  /** Nobody is registered. */
  public VehicleRegistry(ConnectionsConfig config) {
    this.perIdentity = config.perVehicle();
    this.max = config.max();
    this.warnings = new TakeoverWarnings(System::nanoTime);
  }

  /**
   * Takes a place for a connection that is about to be made, or says that all are taken. One that
   * will take another's place always gets one. {@link #remove} or {@link #giveUp} gives it back.
   */
  boolean takePlace(DeviceIdentity identity) {
    if (places.incrementAndGet() <= max || max == 0 || displacesAnother(identity)) {
      return true;
    }
    places.decrementAndGet();
    return false;
  }

  private boolean displacesAnother(DeviceIdentity identity) {
    boolean[] displaces = {false};
    oldest.computeIfPresent(
        identity,
        (key, head) -> {
          displaces[0] = staying(head) >= perIdentity;
          return head;
        });
    return displaces[0];
  }

  /** Gives a place back that came to no registration. */
  void giveUp() {
    places.decrementAndGet();
  }

  /**
   * Registers a connection that has a place, and displaces older ones where there are too many.
   *
   * @return holds whether it begins at once; else {@link Member#begin} tells when
   */
  Registration register(DeviceIdentity identity, Member member) {
    Registration registration = new Registration(identity, member);
    if (perIdentity == 0) {
      registration.begun = true;
      return registration;
    }
    List<Member> displaced = new ArrayList<>(1);
    oldest.compute(identity, (key, head) -> append(head, registration, displaced));
    if (!displaced.isEmpty()) {
      warnings.takenOver(identity);
      displaced.forEach(Member::displaced);
    }
    return registration;
  }

  private Registration append(
      Registration head, Registration registration, List<Member> displaced) {
    Registration first = head == null ? registration : head;
    if (head != null) {
      Registration last = head;
      while (last.newer != null) {
        last = last.newer;
      }
      last.newer = registration;
    }
    int surplus = staying(first) - perIdentity;
    for (Registration r = first; surplus > 0; r = r.newer) {
      if (!r.leaving) {
        r.leaving = true;
        displaced.add(r.member);
        surplus--;
      }
    }
    beginNext(first, new ArrayList<>(1));
    return first;
  }

  /** Takes a connection out that is wholly gone, and gives its place back. */
  void remove(Registration registration) {
    places.decrementAndGet();
    if (perIdentity == 0) {
      return;
    }
    List<Member> next = new ArrayList<>(1);
    oldest.compute(
        registration.identity,
        (key, head) -> {
          Registration first = unlink(head, registration);
          beginNext(first, next);
          return first;
        });
    next.forEach(Member::begin);
  }

  private static Registration unlink(Registration head, Registration registration) {
    if (head == registration) {
      return head.newer;
    }
    Registration before = head;
    while (before.newer != registration) {
      before = before.newer;
    }
    before.newer = registration.newer;
    return head;
  }

  /** Each begins when no older one is on its way out. */
  private static void beginNext(Registration first, List<Member> next) {
    for (Registration r = first; r != null && !r.leaving; r = r.newer) {
      if (!r.begun) {
        r.begun = true;
        next.add(r.member);
      }
    }
  }

  private static int staying(Registration first) {
    int staying = 0;
    for (Registration r = first; r != null; r = r.newer) {
      staying += r.leaving ? 0 : 1;
    }
    return staying;
  }
}
