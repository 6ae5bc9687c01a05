package io.fleettelemetry.monitoring;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /metrics} in the Prometheus text format. That format always, whatever is asked for:
 * the newer one would force other names on the counters.
 */
public final class MetricsServer {

  private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);

  private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";
  private static final int FAILED = 500;

  private final Vertx vertx;
  private final String host;
  private final int port;
  private final Supplier<String> scrape;
  private final Pages pages;

  /**
   * Not yet listening.
   *
   * @param host the address to bind
   * @param port 0 takes any free one
   * @param scrape makes the page; called on worker threads
   */
  public MetricsServer(Vertx vertx, String host, int port, Supplier<String> scrape) {
    this.vertx = vertx;
    this.host = host;
    this.port = port;
    this.scrape = scrape;
    this.pages = new Pages(vertx, Map.of("/metrics", this::metrics));
  }

  /**
   * Opens the port.
   *
   * @return succeeds with the port in use; fails with address and reason. Completes on a Vert.x
   *     thread.
   */
  public Future<Integer> listen() {
    return pages
        .listen(host, port)
        .onSuccess(
            actual ->
                LOG.atInfo()
                    .addKeyValue("host", host)
                    .addKeyValue("port", actual)
                    .log("metrics_server_configured"));
  }

  /** Closes the port. Completes on a Vert.x thread. */
  public Future<Void> close() {
    return pages.close();
  }

  private void metrics(HttpServerResponse response) {
    vertx
        .executeBlocking(scrape::get, false)
        .onSuccess(page -> response.putHeader(HttpHeaders.CONTENT_TYPE, TEXT_FORMAT).end(page))
        .onFailure(
            cause -> {
              LOG.atError().setCause(cause).log("metrics_scrape_error");
              Pages.text(response, FAILED, "metrics cannot be read, see the log\n");
            });
  }
}
