package io.fleettelemetry.dispatch.mqtt;

import io.fleettelemetry.config.ClientTlsConfig;
import io.fleettelemetry.config.Secret;
import io.fleettelemetry.config.Section;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The section {@code mqtt}.
 *
 * @param broker where it is
 * @param version of the protocol
 * @param clientId who we say we are; empty lets the broker choose
 * @param topicBase what every topic begins with; may be empty
 * @param qos 0, 1 or 2
 * @param retained whether the broker keeps the last message of each topic
 * @param maxInFlight messages on their way that the broker has not confirmed
 * @param tls absent for the machine's authorities
 * @param times how long things may take
 * @param announcing what tells others of us
 */
public record MqttSettings(
    BrokerAddress broker,
    Version version,
    String clientId,
    Optional<Login> login,
    String topicBase,
    int qos,
    boolean retained,
    int maxInFlight,
    Optional<ClientTlsConfig> tls,
    Times times,
    Announcing announcing) {

  /** Versions of MQTT. */
  public enum Version {
    V3_1_1,
    V5
  }

  /** Who logs in. */
  public record Login(String username, Secret password) {}

  /**
   * Time limits.
   *
   * @param connect for one attempt
   * @param publish for a record, from when it is taken to the broker's confirmation of all of it
   * @param disconnect for the goodbye
   * @param retry how long to wait between attempts to connect, at first half of it
   * @param keepAlive after so much silence the broker is asked whether it is there
   * @param start how long a start tries to reach the broker
   */
  public record Times(
      Duration connect,
      Duration publish,
      Duration disconnect,
      Duration retry,
      Duration keepAlive,
      Duration start) {}

  /**
   * What others are told.
   *
   * @param discoveryPrefix where Home Assistant looks for announcements; absent for none
   * @param availability whether a retained message tells if this server is connected
   */
  public record Announcing(Optional<String> discoveryPrefix, boolean availability) {}

  private static final int MOST_IN_FLIGHT = 65_535;

  /** What brokers in the field take without a word: some 100, some fewer at the highest QoS. */
  private static final int DEFAULT_IN_FLIGHT = 64;

  private static final int MAX_QOS = 2;
  private static final Secret NO_PASSWORD = new Secret("");
  private static final int MAX_KEEP_ALIVE = 65_535;

  private static final Map<String, Version> VERSIONS = new LinkedHashMap<>();

  static {
    VERSIONS.put("3.1.1", Version.V3_1_1);
    VERSIONS.put("5", Version.V5);
  }

  /** Reads the section; a number that is 0 is its default. */
  public static MqttSettings read(Section section) {
    BrokerAddress broker = broker(section);
    Optional<ClientTlsConfig> tls = ClientTlsConfig.read(section, "tls");
    if (tls.isPresent() && !broker.tls() && !broker.host().isEmpty()) {
      section.error("tls", "does not go with broker " + broker + ", which is not encrypted");
    }
    return new MqttSettings(
        broker,
        section.choice("protocol_version", VERSIONS, Version.V3_1_1),
        section.string("client_id", ""),
        login(section, broker),
        topicBase(section),
        section.integer("qos", 0, MAX_QOS, 0),
        section.bool("retained", false),
        inFlight(section),
        tls,
        times(section),
        announcing(section));
  }

  private static BrokerAddress broker(Section section) {
    String given = section.requiredString("broker");
    if (given.contains("@")) {
      section.secret("broker");
    }
    Optional<BrokerAddress> broker = BrokerAddress.parse(given);
    if (!given.isEmpty() && broker.isEmpty()) {
      section.error("broker", BrokerAddress.RULE);
    }
    return broker.orElse(new BrokerAddress("", 1, false, Optional.empty(), Optional.empty(), ""));
  }

  /** That of the broker's URL counts first, as in the field. */
  private static Optional<Login> login(Section section, BrokerAddress broker) {
    Optional<Login> own = login(section);
    if (broker.login().isEmpty()) {
      return own;
    }
    section.warning("broker", "holds a login: username and password are the keys for it");
    String[] parts = broker.login().get().split(":", 2);
    Secret password =
        parts.length > 1 ? new Secret(parts[1]) : own.map(Login::password).orElse(NO_PASSWORD);
    return Optional.of(new Login(parts[0], password));
  }

  private static Optional<Login> login(Section section) {
    Optional<String> username = section.string("username").filter(name -> !name.isEmpty());
    Optional<Secret> password = section.secret("password").filter(word -> !word.value().isEmpty());
    if (username.isEmpty() && password.isPresent()) {
      section.warning("password", "has no effect without username");
    }
    return username.map(name -> new Login(name, password.orElse(NO_PASSWORD)));
  }

  /** As it is in the file, also with a slash at its end: consumers know these topics. */
  private static String topicBase(Section section) {
    String base = topic(section, "topic_base", "");
    if (base.isEmpty()) {
      section.warning("topic_base", "is not set: topics begin with a slash and the VIN");
    }
    return base;
  }

  private static String topic(Section section, String key, String defaultValue) {
    String topic = section.string(key, defaultValue);
    if (!TopicLevels.isTopic(topic)) {
      section.error(key, "must be a topic, without +, # and control characters");
    }
    return topic;
  }

  private static int inFlight(Section section) {
    int given = section.integer("max_in_flight", 0, MOST_IN_FLIGHT, DEFAULT_IN_FLIGHT);
    return given == 0 ? DEFAULT_IN_FLIGHT : given;
  }

  private static Times times(Section section) {
    return new Times(
        time(section, "connect_timeout_ms", ChronoUnit.MILLIS, Duration.ofSeconds(30)),
        time(section, "publish_timeout_ms", ChronoUnit.MILLIS, Duration.ofMillis(2_500)),
        time(section, "disconnect_timeout_ms", ChronoUnit.MILLIS, Duration.ofMillis(250)),
        time(section, "connect_retry_interval_ms", ChronoUnit.MILLIS, Duration.ofSeconds(10)),
        keepAlive(section),
        time(section, "start_timeout_s", ChronoUnit.SECONDS, Duration.ofSeconds(10)));
  }

  private static Duration keepAlive(Section section) {
    String key = "keep_alive_seconds";
    Duration given = time(section, key, ChronoUnit.SECONDS, Duration.ofSeconds(30));
    if (given.toSeconds() > MAX_KEEP_ALIVE) {
      section.error(key, "must be a whole number from 0 to " + MAX_KEEP_ALIVE);
    }
    return given;
  }

  private static Duration time(
      Section section, String key, ChronoUnit unit, Duration defaultValue) {
    Duration given = section.duration(key, unit, 0, defaultValue);
    return given.isZero() ? defaultValue : given;
  }

  private static Announcing announcing(Section section) {
    Map<String, Boolean> discoveries = new LinkedHashMap<>();
    discoveries.put("off", false);
    discoveries.put("homeassistant", true);
    boolean discovery = section.choice("discovery", discoveries, false);
    String prefix = topic(section, "discovery_prefix", "homeassistant");
    return new Announcing(
        discovery ? Optional.of(prefix) : Optional.empty(), section.bool("last_will", false));
  }
}
