package io.fleettelemetry.auth;

import io.fleettelemetry.auth.PathCheck.Purpose;
import io.fleettelemetry.auth.PathSearch.Result.Missing;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Looks at the server's certificate as its clients do. */
public final class ServerChainCheck {

  private ServerChainCheck() {}

  /**
   * Why clients that trust these authorities alone would refuse a server; empty when they would
   * not. Any thread; some milliseconds.
   *
   * @param chain what the server sends, its own certificate first; one or more, parsed by the JDK
   * @param authorities each one an anchor, self-signed or not
   */
  public static Optional<String> refusal(
      List<X509Certificate> chain, Collection<X509Certificate> authorities, Instant now) {
    PathCheck check = new PathCheck(Purpose.SERVER, RevocationLists.none(), (path, at) -> false);
    PathSearch search = new PathSearch(TrustAnchors.of(authorities), check);
    return search.search(chain, now) instanceof Missing missing
        ? Optional.of(missing.rejected().detail())
        : Optional.empty();
  }
}
