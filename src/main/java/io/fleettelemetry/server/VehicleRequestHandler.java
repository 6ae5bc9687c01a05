package io.fleettelemetry.server;

import io.fleettelemetry.auth.Identification;
import io.fleettelemetry.auth.Verification;
import io.fleettelemetry.telemetry.DeviceIdentity;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests on the vehicles' port: {@code /status} for checks by hand, an upgrade by a vehicle,
 * and what is neither.
 */
final class VehicleRequestHandler implements Handler<HttpServerRequest> {

  private static final Logger LOG = LoggerFactory.getLogger(VehicleRequestHandler.class);

  private static final String WEBSOCKET_VERSION = "13";
  private static final int POLICY_VIOLATION = 1008;
  private static final int GOING_AWAY = 1001;

  private final Vertx vertx;
  private final Ingest ingest;
  private final UpgradeLimit limit;
  private final OncePerMinute full = new OncePerMinute();

  VehicleRequestHandler(Vertx vertx, Ingest ingest, UpgradeLimit limit) {
    this.vertx = vertx;
    this.ingest = ingest;
    this.limit = limit;
  }

  @Override
  public void handle(HttpServerRequest request) {
    RequestLog log = RequestLog.begin(request);
    boolean status = "/status".equals(request.path());
    boolean get = request.method().equals(HttpMethod.GET);
    if (ingest.isStopping()) {
      log.endWithResponse();
      refuse(request, 503, "Service Unavailable");
      return;
    }
    if (!status && isUpgrade(request) && get && isWebSocket13(request)) {
      upgrade(request, log);
      return;
    }
    log.endWithResponse();
    if (status) {
      request
          .response()
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
          .end("mtls ok");
    } else if (isUpgrade(request) && !get) {
      refuse(request, 405, "Method Not Allowed");
    } else {
      refuse(request, 400, "Bad Request");
    }
  }

  private static boolean isUpgrade(HttpServerRequest request) {
    return hasToken(request, "Connection", "upgrade") && hasToken(request, "Upgrade", "websocket");
  }

  private static boolean isWebSocket13(HttpServerRequest request) {
    return WEBSOCKET_VERSION.equals(request.getHeader("Sec-WebSocket-Version"))
        && request.getHeader("Sec-WebSocket-Key") != null;
  }

  private static boolean hasToken(HttpServerRequest request, String header, String token) {
    for (String value : request.headers().getAll(header)) {
      for (String part : value.toLowerCase(Locale.ROOT).split(",", -1)) {
        if (part.strip().equals(token)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Nothing that could follow is of use, so the connection ends with the response. */
  private static void refuse(HttpServerRequest request, int status, String body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Sec-WebSocket-Version", WEBSOCKET_VERSION)
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .end(body)
        .onComplete(ended -> request.connection().close());
  }

  /**
   * The certificate is checked here again: a resumed session has not asked the trust manager. Who
   * must not connect is told so in a close frame, behind the upgrade.
   */
  private void upgrade(HttpServerRequest request, RequestLog log) {
    Admission admission = admission(request);
    if (admission instanceof Admission.Full) {
      log.endWithResponse();
      ingest.metrics().connectionRefused("full");
      warnOfMost();
      refuse(request, 503, "Service Unavailable");
      return;
    }
    if (admission instanceof Admission.Admitted) {
      limit.upgrading(request.connection(), ingest.settings().registry()::giveUp);
    }
    request
        .toWebSocket()
        .onSuccess(log::endWith)
        .onSuccess(webSocket -> upgraded(request, webSocket, admission))
        .onFailure(e -> notUpgraded(request, e));
  }

  private void warnOfMost() {
    if (full.isDue()) {
      LOG.atWarn()
          .addKeyValue("max", ingest.settings().connections().max())
          .addKeyValue("refused", full.said())
          .log("connections_full");
    }
  }

  /** Whether a client may connect. */
  private sealed interface Admission {

    /** It may, and a place is taken for it. */
    record Admitted(DeviceIdentity identity, Standing standing) implements Admission {}

    /** It may never. */
    record Refused(String reason, String detail) implements Admission {}

    /** It may when others have left. */
    record Full() implements Admission {}
  }

  private Admission admission(HttpServerRequest request) {
    long revision = ingest.settings().tls().revision();
    Verification verification = ingest.settings().tls().verify(request.connection().sslSession());
    if (verification instanceof Verification.Rejected rejected) {
      return new Admission.Refused(rejected.reason().word(), rejected.detail());
    }
    Verification.Trusted trusted = (Verification.Trusted) verification;
    Identification identification = trusted.identification();
    if (identification instanceof Identification.Refused refused) {
      return new Admission.Refused(
          "identity",
          "%s: issuer %s, subject %s"
              .formatted(refused.reason(), refused.issuer(), refused.subject()));
    }
    DeviceIdentity identity = ((Identification.Identified) identification).identity();
    return ingest.settings().registry().takePlace(identity)
        ? new Admission.Admitted(identity, new Standing(revision, trusted))
        : new Admission.Full();
  }

  private void upgraded(HttpServerRequest request, ServerWebSocket webSocket, Admission admission) {
    if (!limit.finish(request.connection())) {
      return;
    }
    if (admission instanceof Admission.Refused refused) {
      refuse(webSocket, refused);
      return;
    }
    if (ingest.isStopping()) {
      ingest.settings().registry().giveUp();
      new VehicleSocket(vertx, webSocket).refuse(ingest, GOING_AWAY, "server stops");
      return;
    }
    Admission.Admitted admitted = (Admission.Admitted) admission;
    Vehicle vehicle =
        new Vehicle(
            admitted.identity(),
            ConnectionIds.of(request.getHeader("X-TXID")),
            headerOrEmpty(request, "X-Network-Interface"),
            headerOrEmpty(request, "Version"));
    logConnected(request, vehicle);
    VehicleConnection.open(
        ingest, vehicle, admitted.standing(), new VehicleSocket(vertx, webSocket));
  }

  /** Vert.x may have answered and kept the connection; its end gives back what was taken. */
  private void notUpgraded(HttpServerRequest request, Throwable cause) {
    request.connection().close();
    LOG.atError()
        .addKeyValue("error", cause.getMessage())
        .addKeyValue("remote_ip", request.remoteAddress())
        .log("websocket_promotion_error");
  }

  private void refuse(ServerWebSocket webSocket, Admission.Refused refused) {
    ingest.metrics().connectionRefused(refused.reason());
    LOG.atError()
        .addKeyValue("error", refused.detail())
        .addKeyValue("remote_ip", webSocket.remoteAddress())
        .log("extract_sender_id_err");
    new VehicleSocket(vertx, webSocket).refuse(ingest, POLICY_VIOLATION, "certificate refused");
  }

  private static String headerOrEmpty(HttpServerRequest request, String name) {
    String value = request.getHeader(name);
    return value == null ? "" : value;
  }

  private static void logConnected(HttpServerRequest request, Vehicle vehicle) {
    LOG.atInfo()
        .addKeyValue("network_interface", vehicle.networkInterface())
        .addKeyValue("txid", vehicle.connectionId())
        .addKeyValue("method", request.method())
        .addKeyValue("path", request.path())
        .addKeyValue("user_agent", headerOrEmpty(request, "User-Agent"))
        .addKeyValue("X-Forwarded-For", headerOrEmpty(request, "X-Forwarded-For"))
        .log("socket_connected");
  }
}
