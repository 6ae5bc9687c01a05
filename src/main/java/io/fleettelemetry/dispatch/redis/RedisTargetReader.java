package io.fleettelemetry.dispatch.redis;

import io.fleettelemetry.config.ClientTlsConfig;
import io.fleettelemetry.config.Secret;
import io.fleettelemetry.config.Section;
import io.fleettelemetry.dispatch.redis.RedisTarget.Kind;
import io.fleettelemetry.dispatch.redis.RedisTarget.Login;
import io.fleettelemetry.dispatch.redis.RedisTarget.Tls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads where the servers are and how they are reached. */
final class RedisTargetReader {

  private static final Duration DEFAULT_READ_TIMEOUT = Duration.ofSeconds(3);

  /** What stands for no limit: a connection that is silent for so long is dead. */
  private static final Duration LONGEST_READ_TIMEOUT = Duration.ofSeconds(60);

  private static final int MAX_DB = 1_000_000;
  private static final String ADDRS = "addrs";
  private static final String SERVER_NAME = "override_tls_server_name";

  /** Of a pool that takes a connection for each command; here commands share one. */
  private static final List<String> POOL_SIZES =
      List.of("pool_size", "min_idle_conns", "max_idle_conns", "max_active_conns");

  private static final List<String> POOL_TIMES =
      List.of("write_timeout", "pool_timeout", "conn_max_idle_time", "conn_max_lifetime");

  private RedisTargetReader() {}

  static RedisTarget read(Section section) {
    POOL_SIZES.forEach(
        key -> warnOfPool(section, key, section.integer(key, 0, MAX_DB).isPresent()));
    POOL_TIMES.forEach(key -> warnOfPool(section, key, section.durationText(key).isPresent()));
    List<RedisAddress> addresses = addresses(section);
    Login login =
        new Login(
            given(section, "username"), notEmpty(section.secret("password", "REDIS_PASSWORD")));
    return new RedisTarget(
        addresses, kind(section, addresses), login, tls(section, addresses), readTimeout(section));
  }

  private static void warnOfPool(Section section, String key, boolean given) {
    if (given) {
      section.effective().withoutEffect(key);
      section.warning(key, "has no effect: records share one connection to each master");
    }
  }

  private static List<RedisAddress> addresses(Section section) {
    List<String> texts = section.strings(ADDRS);
    List<RedisAddress> addresses = new ArrayList<>();
    for (String text : texts) {
      RedisAddress.parse(text)
          .ifPresentOrElse(
              addresses::add,
              () -> section.error(ADDRS, RedisAddress.RULE + "; \"" + text + "\" is not"));
    }
    if (texts.isEmpty()) {
      section.error(ADDRS, "must have at least one address");
    }
    // The error keeps this one from ever being used.
    return addresses.isEmpty() ? List.of(new RedisAddress("", 1)) : addresses;
  }

  private static Kind kind(Section section, List<RedisAddress> addresses) {
    boolean cluster = section.bool("cluster_mode", false);
    int db = section.integer("db", 0, MAX_DB, 0);
    Optional<String> master = given(section, "sentinel_master");
    if (master.isEmpty()) {
      section.withoutEffect("sentinel_username");
      section.withoutEffect("sentinel_password");
    } else {
      if (cluster) {
        section.error("sentinel_master", "cannot be used with cluster_mode");
      }
      Login login =
          new Login(
              given(section, "sentinel_username"), notEmpty(section.secret("sentinel_password")));
      return new Kind.Sentinel(master.get(), login, db);
    }
    if (!cluster && addresses.size() == 1) {
      return new Kind.Standalone(db);
    }
    if (db != 0) {
      section.warning("db", "has no effect: a cluster has one database");
    }
    return new Kind.Cluster();
  }

  private static Optional<Secret> notEmpty(Optional<Secret> secret) {
    return secret.filter(given -> !given.value().isEmpty());
  }

  private static Optional<String> given(Section section, String key) {
    return section.string(key).filter(text -> !text.isEmpty());
  }

  private static Optional<Tls> tls(Section section, List<RedisAddress> addresses) {
    Optional<ClientTlsConfig> files = ClientTlsConfig.read(section, "tls");
    Optional<String> name = given(section, SERVER_NAME);
    if (name.isPresent() && files.isEmpty()) {
      section.warning(SERVER_NAME, "has no effect without tls");
    }
    return files.map(config -> new Tls(config, name.orElse(addresses.get(0).host())));
  }

  private static Duration readTimeout(Section section) {
    Duration timeout = section.durationText("read_timeout").orElse(Duration.ZERO);
    if (timeout.isNegative()) {
      return LONGEST_READ_TIMEOUT;
    }
    return timeout.isZero() ? DEFAULT_READ_TIMEOUT : timeout;
  }
}
