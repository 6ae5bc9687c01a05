package io.fleettelemetry.server;

import io.fleettelemetry.telemetry.DeviceIdentity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of identities whose connections keep taking each other's place: two clients with one
 * certificate. One line a minute each; a vehicle that comes back is normal life. Remembers the
 * identities that were taken over last, {@value #MOST} at most. Thread-safe.
 */
final class TakeoverWarnings {

  private static final Logger LOG = LoggerFactory.getLogger(VehicleRegistry.class);
  private static final int MOST = 10_000;

  /** In a minute; so often a vehicle may come back by itself. */
  private static final int FEW = 2;

  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final LongSupplier nanos;
  private final Map<DeviceIdentity, Recent> recent =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<DeviceIdentity, Recent> eldest) {
          return size() > MOST;
        }
      };

  /** What happened to one identity lately. */
  private static final class Recent {
    private long since;
    private int takeovers;
    private boolean warned;
  }

  /**
   * @param nanos a clock that never goes back
   */
  TakeoverWarnings(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** A connection of this identity has taken another's place. */
  synchronized void takenOver(DeviceIdentity identity) {
    long now = nanos.getAsLong();
    Recent known = recent.computeIfAbsent(identity, any -> new Recent());
    if (known.takeovers == 0 || now - known.since >= MINUTE) {
      known.since = now;
      known.takeovers = 0;
      known.warned = false;
    }
    known.takeovers++;
    if (known.takeovers > FEW && !known.warned) {
      known.warned = true;
      LOG.atWarn()
          .addKeyValue("sender_id", identity.senderId())
          .addKeyValue(
              "rule",
              "two clients with one certificate, or a network that loses a vehicle again and again")
          .log("vehicle_taken_over_repeatedly");
    }
  }

  synchronized int remembered() {
    return recent.size();
  }
}
