package io.fleettelemetry.simulator;

import io.fleettelemetry.pki.CertificateAuthority;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a simulated fleet is like.
 *
 * @param server whom it sends to
 * @param tls how connections are secured
 * @param vehicles who they are
 * @param load how much they send, and for how long
 * @param delivery how they treat what has no ack
 * @param connecting how they connect
 * @param measuring what is measured besides
 * @param ackedFile where the txid of each acked record is written, one a line; a file that is there
 *     is replaced
 */
public record FleetSettings(
    Server server,
    Tls tls,
    Vehicles vehicles,
    Load load,
    Delivery delivery,
    Connecting connecting,
    Measuring measuring,
    Optional<Path> ackedFile) {

  /** A fleet of this many that sends one record a second a vehicle, until it is stopped. */
  public static FleetSettings of(Server server, Vehicles vehicles) {
    return new FleetSettings(
        server,
        Tls.DEFAULT,
        vehicles,
        new Load(OptionalDouble.of(vehicles.count()), OptionalLong.empty(), Optional.empty()),
        Delivery.DEFAULT,
        Connecting.DEFAULT,
        Measuring.DEFAULT,
        Optional.empty());
  }

  /**
   * Whom vehicles connect to.
   *
   * @param host a name, which is looked up once, or an address
   * @param port 1 to 65,535
   * @param name what the server's certificate must be for, and what it is asked for (SNI)
   * @param trust whose certificates it may show
   */
  public record Server(String host, int port, String name, ServerTrust trust) {}

  /**
   * Who the vehicles are.
   *
   * @param authority signs their certificates
   * @param vinPrefix what their VINs begin with, at most {@link #MAX_PREFIX} characters
   * @param first number of the first one, 0 or more
   * @param count how many, 1 to {@link #MAX_COUNT}; the last number is at most {@link #MAX_NUMBER}
   */
  public record Vehicles(CertificateAuthority authority, String vinPrefix, int first, int count) {

    /** Of the VINs of these vehicles, unless said. */
    public static final String DEFAULT_PREFIX = "5YJ3E1EASNF";

    /** Leaves six of a VIN's 17 characters for the number. */
    public static final int MAX_PREFIX = 11;

    public static final int MAX_COUNT = 100_000;
    public static final int MAX_NUMBER = 999_999;

    private static final int VIN_LENGTH = 17;

    public Vehicles {
      require(vinPrefix.length() <= MAX_PREFIX, "vinPrefix", vinPrefix);
      require(first >= 0, "first", first);
      require(count > 0 && count <= MAX_COUNT && first <= MAX_NUMBER + 1 - count, "count", count);
    }

    /** The VIN of the vehicle of this number: 17 characters. */
    public String vin(int number) {
      String digits = Integer.toString(number);
      return vinPrefix + "0".repeat(VIN_LENGTH - vinPrefix.length() - digits.length()) + digits;
    }
  }

  /**
   * How much is sent. The fleet ends by itself when its records are made or its time is over,
   * whichever comes first.
   *
   * @param rate records a second of the whole fleet, evenly over vehicles and time, whatever the
   *     server does; 0: vehicles are connected and make none; empty: as fast as acks come, each
   *     vehicle with as many records unacked as it may have
   * @param records how many are made; empty for no end
   * @param duration how long records are made and measured, once each vehicle has tried to connect,
   *     is warm and has come back as often as wanted; empty for no end
   */
  public record Load(OptionalDouble rate, OptionalLong records, Optional<Duration> duration) {
    public Load {
      require(rate.isEmpty() || rate.getAsDouble() >= 0, "rate", rate);
    }
  }

  /**
   * How a vehicle treats what has no ack.
   *
   * @param maxUnacked records it has sent and waits for; more stay in its store
   * @param store records it keeps, sent or not; what is made beyond is dropped
   * @param ackTimeout after which a record is sent again; 0 for never
   * @param drain how long the fleet waits for acks at its end
   * @param acks which record an ack is for
   */
  public record Delivery(
      int maxUnacked, int store, Duration ackTimeout, Duration drain, Acks acks) {

    /** Which record an ack is for. */
    public enum Acks {
      /** The one it names, and it must have its type. */
      BY_TXID,
      /**
       * The one that its vehicle sent first of those that have no answer, whatever it names: for
       * servers that answer without a look at the record.
       */
      IN_ORDER
    }

    /**
     * As vehicles are said to be. At the end there is time to send once more what had no ack, and
     * to come back before.
     */
    public static final Delivery DEFAULT =
        new Delivery(32, 5_000, Duration.ofSeconds(30), Duration.ofSeconds(60), Acks.BY_TXID);

    public Delivery {
      require(maxUnacked > 0, "maxUnacked", maxUnacked);
      require(store >= maxUnacked, "store", store);
    }
  }

  /**
   * How vehicles connect.
   *
   * @param threads event loops, each with its share of the vehicles
   * @param rampUp new connections a second at most, those of vehicles that come back included
   * @param reconnectMax longest pause before another try
   * @param sources local addresses, in turn; empty for the system's choice, or on loopback as many
   *     as the fleet needs
   */
  public record Connecting(
      int threads, double rampUp, Duration reconnectMax, List<InetAddress> sources) {

    /** One event loop and 200 connections a second. */
    public static final Connecting DEFAULT =
        new Connecting(1, 200, Duration.ofSeconds(30), List.of());

    public Connecting {
      require(threads > 0, "threads", threads);
      require(rampUp > 0, "rampUp", rampUp);
      sources = List.copyOf(sources);
    }
  }

  /**
   * How connections are secured.
   *
   * @param versions of TLS that are offered, such as {@code TLSv1.3}; one or more
   * @param resuming whether a vehicle that comes back resumes its session; else each connection
   *     costs the server a whole handshake
   */
  public record Tls(List<String> versions, boolean resuming) {

    /** TLS 1.2 and 1.3, and no session is resumed. */
    public static final Tls DEFAULT = new Tls(List.of("TLSv1.3", "TLSv1.2"), false);

    public Tls {
      versions = List.copyOf(versions);
    }
  }

  /**
   * What is measured besides how records are acked.
   *
   * @param warmUp how long records are made that are not measured, once each vehicle has tried to
   *     connect
   * @param rounds how often all vehicles leave and come back after that
   * @param atOnce whether they come back all at the same moment; else one after the other, as they
   *     connected first. Who fails tries again after a pause
   * @param serverPid process whose processor time and memory is accounted for
   */
  public record Measuring(Duration warmUp, int rounds, boolean atOnce, OptionalLong serverPid) {

    /** Nothing. */
    public static final Measuring DEFAULT =
        new Measuring(Duration.ZERO, 0, false, OptionalLong.empty());

    public Measuring {
      require(rounds >= 0, "rounds", rounds);
    }
  }

  /**
   * Which server certificates vehicles accept.
   *
   * @param authorities that may have signed it; empty for the system's
   * @param verified false to accept any certificate
   */
  public record ServerTrust(List<X509Certificate> authorities, boolean verified) {

    public ServerTrust {
      authorities = List.copyOf(authorities);
    }

    /** Signed by one of these. */
    public static ServerTrust of(List<X509Certificate> authorities) {
      return new ServerTrust(authorities, true);
    }

    /** Signed by an authority that the system trusts. */
    public static ServerTrust system() {
      return new ServerTrust(List.of(), true);
    }

    /** Any certificate: whoever answers may be somebody else. */
    public static ServerTrust unverified() {
      return new ServerTrust(List.of(), false);
    }
  }

  private static void require(boolean holds, String name, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": " + value + " is out of range");
    }
  }
}
