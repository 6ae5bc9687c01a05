package io.fleettelemetry.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleettelemetry.config.RoutingConfig;
import io.fleettelemetry.config.RoutingConfig.Overflow;
import io.fleettelemetry.server.Route.Destination;
import io.fleettelemetry.telemetry.RecordType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The routing table. Immutable, shared by all ingest instances. */
public final class Routing {

  /** A dispatcher is a bit of an {@code int}. */
  public static final int MAX_DISPATCHERS = Integer.SIZE;

  private final List<String> dispatchers;
  private final List<Route> routes;

  private Routing(List<String> dispatchers, List<Route> routes) {
    this.dispatchers = dispatchers;
    this.routes = routes;
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
    return new Routing(dispatchers, List.copyOf(routes));
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

  List<Route> routes() {
    return routes;
  }

  int size() {
    return routes.size();
  }
}
