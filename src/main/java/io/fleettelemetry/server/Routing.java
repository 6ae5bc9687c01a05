package io.fleettelemetry.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleettelemetry.config.RoutingConfig;
import io.fleettelemetry.config.RoutingConfig.Overflow;
import io.fleettelemetry.server.Route.Destination;
import io.fleettelemetry.telemetry.RecordType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The routing table. Immutable, shared by all ingest instances. */
public final class Routing {

  /** A dispatcher is a bit of an {@code int}. */
  public static final int MAX_DISPATCHERS = Integer.SIZE;

  private final List<String> dispatchers;
  private final List<Route> routes;

  /** Null when they are not wanted. */
  private final Route deadLetters;

  private Routing(List<String> dispatchers, List<Route> routes, Route deadLetters) {
    this.dispatchers = dispatchers;
    this.routes = routes;
    this.deadLetters = deadLetters;
  }

  /**
   * The table that a configuration describes.
   *
   * @throws IllegalArgumentException with more than {@link #MAX_DISPATCHERS} dispatchers
   */
  public static Routing of(RoutingConfig config) {
    List<String> dispatchers = config.dispatchers();
    if (dispatchers.size() > MAX_DISPATCHERS) {
      throw new IllegalArgumentException(
          "records: names %d dispatchers, at most %d can be used"
              .formatted(dispatchers.size(), MAX_DISPATCHERS));
    }
    List<Route> routes = new ArrayList<>();
    for (String type : config.records().keySet()) {
      routes.add(route(config, type, dispatchers, routes.size()));
    }
    Route deadLetters =
        config
            .deadLetter()
            .map(name -> deadLetters(name, dispatchers.indexOf(name), routes.size()))
            .orElse(null);
    return new Routing(dispatchers, List.copyOf(routes), deadLetters);
  }

  /** Who sent a dead letter is acked when it is stored, and never waits for room for it. */
  private static Route deadLetters(String dispatcher, int number, int index) {
    RecordType type = RecordType.DEAD_LETTER;
    return new Route(
        index,
        type,
        type.name().getBytes(UTF_8),
        List.of(new Destination(number, dispatcher, false)),
        number);
  }

  private static Route route(
      RoutingConfig config, String type, List<String> dispatchers, int index) {
    String source = config.reliableAckSources().get(type);
    List<Destination> destinations = new ArrayList<>();
    for (String name : config.records().get(type)) {
      boolean waits = config.overflow(type, name) == Overflow.WAIT;
      destinations.add(new Destination(dispatchers.indexOf(name), name, waits));
    }
    return new Route(
        index,
        RecordType.of(type),
        type.getBytes(UTF_8),
        List.copyOf(destinations),
        source == null ? Route.NO_SOURCE : dispatchers.indexOf(source));
  }

  /** The names of all dispatchers; a dispatcher's number is its place here. */
  public List<String> dispatchers() {
    return dispatchers;
  }

  /** The route of a type, or null when {@code records} does not have it. */
  Route route(RecordType type) {
    return route(type.name().getBytes(UTF_8));
  }

  /** The same by an envelope's topic. There are few: to compare bytes costs less than a map. */
  Route route(byte[] topic) {
    for (int i = 0; i < routes.size(); i++) {
      if (Arrays.equals(routes.get(i).topic(), topic)) {
        return routes.get(i);
      }
    }
    return null;
  }

  /** Where dead letters go, which no envelope can name; null when they are not wanted. */
  Route deadLetters() {
    return deadLetters;
  }

  /** The routes of vehicles' records, by their index. */
  List<Route> routes() {
    return routes;
  }

  /** All routes by their index, that of dead letters with them. */
  List<Route> allRoutes() {
    return deadLetters == null
        ? routes
        : Stream.concat(routes.stream(), Stream.of(deadLetters)).toList();
  }

  /** How many routes vehicles' records have. */
  int size() {
    return routes.size();
  }
}
