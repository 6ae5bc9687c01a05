package io.fleettelemetry.server;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** The begin and the end of a request, at debug level; an upgraded one ends with its socket. */
final class RequestLog {

  private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);

  private final HttpServerRequest request;
  private final String uuid = ConnectionIds.random();
  private final long sinceNanos = System.nanoTime();

  private RequestLog(HttpServerRequest request) {
    this.request = request;
  }

  /** Notes the begin of a request. */
  static RequestLog begin(HttpServerRequest request) {
    RequestLog log = new RequestLog(request);
    log.write("request_start", LOG.atDebug());
    return log;
  }

  /** Notes its end together with that of its response. */
  void endWithResponse() {
    if (LOG.isDebugEnabled()) {
      request.response().endHandler(ended -> end());
    }
  }

  /** Notes its end together with that of the socket that it became. */
  void endWith(ServerWebSocket webSocket) {
    if (LOG.isDebugEnabled()) {
      ((WebSocketInternal) webSocket)
          .channelHandlerContext()
          .channel()
          .closeFuture()
          .addListener(closed -> end());
    }
  }

  private void end() {
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNanos);
    write("request_end", LOG.atDebug().addKeyValue("duration_ms", millis));
  }

  private void write(String message, LoggingEventBuilder line) {
    line.addKeyValue("uuid", uuid)
        .addKeyValue("method", request.method())
        .addKeyValue("urlPath", request.path())
        .addKeyValue("remote_ip", request::remoteAddress)
        .log(message);
  }
}
