package io.fleettelemetry.monitoring;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.Map;

/** A plain HTTP server with a few fixed pages, each to be read by GET. */
final class Pages {

  static final String PLAIN_TEXT = "text/plain; charset=utf-8";

  private static final int IDLE_SECONDS = 60;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;

  private final Vertx vertx;
  private final Map<String, Handler<HttpServerResponse>> pages;
  // Also keeps it from being collected, which would close it.
  private volatile HttpServer server;

  /**
   * Not yet listening.
   *
   * @param pages by path; each ends the response it gets, on the event loop
   */
  Pages(Vertx vertx, Map<String, Handler<HttpServerResponse>> pages) {
    this.vertx = vertx;
    this.pages = Map.copyOf(pages);
  }

  /**
   * Opens the port.
   *
   * @param port 0 takes any free one
   * @return succeeds with the port in use; fails with address and reason
   */
  Future<Integer> listen(String host, int port) {
    HttpServer opening =
        vertx
            .createHttpServer(new HttpServerOptions().setIdleTimeout(IDLE_SECONDS))
            .requestHandler(this::answer);
    return opening
        .listen(port, host)
        .map(
            listening -> {
              server = listening;
              return listening.actualPort();
            })
        .recover(cause -> Future.failedFuture(cannotListen(host, port, cause)));
  }

  /** Closes the port and what is open on it; succeeds also when it was never opened. */
  Future<Void> close() {
    HttpServer open = server;
    return open == null ? Future.succeededFuture() : open.close();
  }

  /** Ends a response with a line of text. */
  static void text(HttpServerResponse response, int status, String body) {
    response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, PLAIN_TEXT).end(body);
  }

  private void answer(HttpServerRequest request) {
    Handler<HttpServerResponse> page = pages.get(request.path());
    if (page == null) {
      text(request.response(), NOT_FOUND, "not found\n");
    } else if (!request.method().equals(HttpMethod.GET)) {
      request.response().putHeader(HttpHeaders.ALLOW, "GET");
      text(request.response(), METHOD_NOT_ALLOWED, "method not allowed\n");
    } else {
      page.handle(request.response());
    }
  }

  private static IOException cannotListen(String host, int port, Throwable cause) {
    return new IOException(
        "cannot listen on " + host + " port " + port + ": " + cause.getMessage(), cause);
  }
}
