package io.fleettelemetry.server;

import io.fleettelemetry.auth.Verification;
import io.fleettelemetry.auth.Verification.Rejected;
import io.fleettelemetry.auth.Verification.Trusted;
import io.fleettelemetry.server.tls.VehicleTls;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * How long the certificate that a client connected with lets it stay: until it ends, or until who
 * may connect changes. Used on one event loop alone.
 */
final class Standing {

  private long revision;
  private long untilMillis;

  /**
   * What a verification says.
   *
   * @param revision of what it was made by, or an older one
   */
  Standing(long revision, Trusted trusted) {
    this.revision = revision;
    this.untilMillis = trusted.until().toEpochMilli();
  }

  /** Whether it has to be verified again, which costs up to some hundred microseconds. */
  boolean isOutdated(long currentRevision, long nowMillis) {
    return revision != currentRevision || nowMillis > untilMillis;
  }

  /** Verifies again; gives why the client may not stay, empty when it may. */
  Optional<Rejected> renew(VehicleTls tls, SSLSession session) {
    long current = tls.revision();
    Verification verification = tls.verify(session);
    if (verification instanceof Rejected rejected) {
      return Optional.of(rejected);
    }
    revision = current;
    untilMillis = ((Trusted) verification).until().toEpochMilli();
    return Optional.empty();
  }
}
