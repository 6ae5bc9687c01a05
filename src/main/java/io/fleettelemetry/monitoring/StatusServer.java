package io.fleettelemetry.monitoring;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The status port, plain HTTP on all interfaces: {@code /status} and {@code /health/live} say
 * {@code ok} as long as the process answers, {@code /health/ready} says whether to send vehicles,
 * {@code /health/dependencies} how each dispatcher's system is.
 */
public final class StatusServer {

  private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);

  private static final String ALL_IPV6_AND_IPV4 = "::";
  private static final String ALL_IPV4 = "0.0.0.0";
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final int port;
  private final Supplier<Readiness> readiness;
  private final Supplier<Map<String, DependencyHealth>> dependencies;
  private final Pages pages;

  /**
   * Not yet listening.
   *
   * @param port 0 takes any free one
   * @param readiness asked at each request on an event loop; must not block
   * @param dependencies by dispatcher; as readiness
   */
  public StatusServer(
      Vertx vertx,
      int port,
      Supplier<Readiness> readiness,
      Supplier<Map<String, DependencyHealth>> dependencies) {
    this.port = port;
    this.readiness = readiness;
    this.dependencies = dependencies;
    this.pages =
        new Pages(
            vertx,
            Map.of(
                "/status", this::ok,
                "/health/live", this::ok,
                "/health/ready", this::ready,
                "/health/dependencies", this::dependencies));
  }

  /**
   * Opens the port; where the machine has no IPv6, on IPv4 alone.
   *
   * @return succeeds with the port in use; fails with address and reason. Completes on a Vert.x
   *     thread.
   */
  public Future<Integer> listen() {
    return pages
        .listen(ALL_IPV6_AND_IPV4, port)
        .recover(noIpv6 -> pages.listen(ALL_IPV4, port))
        .onSuccess(
            actual -> LOG.atInfo().addKeyValue("port", actual).log("status_server_configured"));
  }

  /** Closes the port. Completes on a Vert.x thread. */
  public Future<Void> close() {
    return pages.close();
  }

  private void ok(HttpServerResponse response) {
    Pages.text(response, OK, "ok");
  }

  private void ready(HttpServerResponse response) {
    Readiness now = readiness.get();
    Pages.text(response, now.ready() ? OK : UNAVAILABLE, now.reason());
  }

  private void dependencies(HttpServerResponse response) {
    JsonObject json = new JsonObject();
    new TreeMap<>(dependencies.get())
        .forEach(
            (name, health) ->
                json.put(
                    name, new JsonObject().put("up", health.up()).put("detail", health.detail())));
    response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(json.toBuffer());
  }
}
