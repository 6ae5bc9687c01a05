package io.fleettelemetry.server;

import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The begin and the end of a request, at debug level; the end of an upgrade is its connection's.
 */
final class RequestLog {

  private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);

  private final String uuid = ConnectionIds.random();
  private final long sinceNanos = System.nanoTime();
  private final String method;
  private final String path;
  private final String remoteAddress;

  private RequestLog(HttpServerRequest request) {
    method = request.method().name();
    path = request.path();
    remoteAddress = String.valueOf(request.remoteAddress());
  }

  /** Notes both; costs nothing while the level is higher. */
  static void follow(HttpServerRequest request) {
    if (LOG.isDebugEnabled()) {
      RequestLog log = new RequestLog(request);
      log.fields().log("request_start");
      request.connection().closeHandler(closed -> log.end());
    }
  }

  private void end() {
    fields()
        .addKeyValue("duration_ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNanos))
        .log("request_end");
  }

  private LoggingEventBuilder fields() {
    return LOG.atDebug()
        .addKeyValue("uuid", uuid)
        .addKeyValue("method", method)
        .addKeyValue("urlPath", path)
        .addKeyValue("remote_ip", remoteAddress);
  }
}
