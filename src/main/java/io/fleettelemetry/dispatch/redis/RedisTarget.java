package io.fleettelemetry.dispatch.redis;

import io.fleettelemetry.config.ClientTlsConfig;
import io.fleettelemetry.config.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which servers, and how they are reached.
 *
 * @param addresses at least one
 * @param kind what listens there
 * @param login who we are at the servers that take records
 * @param tls absent for plain text
 * @param readTimeout how long a server may take to accept a connection, and to give the next answer
 *     when it owes one; more than zero
 */
public record RedisTarget(
    List<RedisAddress> addresses, Kind kind, Login login, Optional<Tls> tls, Duration readTimeout) {

  public RedisTarget {
    addresses = List.copyOf(addresses);
  }

  /** What listens at the addresses. */
  public sealed interface Kind {

    /**
     * One server.
     *
     * @param db the number of its database
     */
    record Standalone(int db) implements Kind {}

    /** Nodes of a cluster; the others are found through them. */
    record Cluster() implements Kind {}

    /**
     * Sentinels, which know where the master is.
     *
     * @param master the name that they know it by
     * @param login who we are at the sentinels
     * @param db the number of the master's database
     */
    record Sentinel(String master, Login login, int db) implements Kind {}
  }

  /**
   * Who we are.
   *
   * @param username absent for the default user
   * @param password absent where none is asked for
   */
  public record Login(Optional<String> username, Optional<Secret> password) {}

  /**
   * TLS.
   *
   * @param files what to trust and what to show
   * @param serverName the name that certificates must have, sent as SNI where it is no address
   */
  public record Tls(ClientTlsConfig files, String serverName) {}

  /** The addresses as an operator knows them. */
  String describe() {
    String joined = String.join(", ", addresses.stream().map(RedisAddress::toString).toList());
    if (kind instanceof Kind.Sentinel sentinel) {
      return "master %s of the sentinels %s".formatted(sentinel.master(), joined);
    }
    return kind instanceof Kind.Cluster ? "the cluster of " + joined : joined;
  }
}
