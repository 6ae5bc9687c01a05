package io.fleettelemetry.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusServerIT {

  private final Vertx vertx = Vertx.vertx();
  private final AtomicReference<Readiness> readiness = new AtomicReference<>(Readiness.STARTING);
  private final StatusServer server =
      new StatusServer(
          vertx,
          0,
          readiness::get,
          () ->
              Map.of(
                  "kafka", new DependencyHealth(false, "connection refused"),
                  "logger", new DependencyHealth(true, "ok")));
  private Pinger pinger;

  @BeforeEach
  void listen() throws Exception {
    pinger = new Pinger(server.listen().await(10, TimeUnit.SECONDS));
  }

  @AfterEach
  void close() throws Exception {
    server.close().await(10, TimeUnit.SECONDS);
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void statusAndLivenessSayOkWhateverTheReadiness() throws Exception {
    for (String path : new String[] {"/status", "/status?from=probe", "/health/live"}) {
      HttpResponse<String> response = pinger.send("GET", path);

      assertEquals(200, response.statusCode());
      assertEquals("ok", response.body());
      assertEquals(
          "text/plain; charset=utf-8", response.headers().firstValue("Content-Type").orElse(""));
    }
  }

  @Test
  void readinessFollowsTheServer() throws Exception {
    HttpResponse<String> starting = pinger.send("GET", "/health/ready");
    readiness.set(Readiness.READY);
    HttpResponse<String> ready = pinger.send("GET", "/health/ready");
    readiness.set(Readiness.DRAINING);
    HttpResponse<String> draining = pinger.send("GET", "/health/ready");

    assertEquals("503 starting", starting.statusCode() + " " + starting.body());
    assertEquals("200 ok", ready.statusCode() + " " + ready.body());
    assertEquals("503 draining", draining.statusCode() + " " + draining.body());
  }

  @Test
  void dependenciesAreJson() throws Exception {
    HttpResponse<String> response = pinger.send("GET", "/health/dependencies");

    assertEquals(200, response.statusCode());
    assertEquals("application/json", response.headers().firstValue("Content-Type").orElse(""));
    assertEquals(
        new JsonObject(
            """
            {"kafka": {"up": false, "detail": "connection refused"},
             "logger": {"up": true, "detail": "ok"}}"""),
        new JsonObject(response.body()));
  }

  @Test
  void otherPathsAndMethodsAreRefused() throws Exception {
    assertEquals(404, pinger.send("GET", "/").statusCode());
    assertEquals(404, pinger.send("GET", "/status/").statusCode());
    assertEquals(404, pinger.send("POST", "/metrics").statusCode());
    HttpResponse<String> post = pinger.send("POST", "/status");
    assertEquals(405, post.statusCode());
    assertEquals("GET", post.headers().firstValue("Allow").orElse(""));
  }

  @Test
  void aPortInUseIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      StatusServer late = new StatusServer(vertx, taken.getLocalPort(), readiness::get, Map::of);

      Throwable failure =
          assertThrows(Throwable.class, () -> late.listen().await(10, TimeUnit.SECONDS));
      assertTrue(
          failure.getMessage().contains("port " + taken.getLocalPort() + ": "),
          failure.getMessage());
      late.close().await(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void nobodyAnswersAfterClose() throws Exception {
    server.close().await(10, TimeUnit.SECONDS);

    assertThrows(ConnectException.class, () -> pinger.send("GET", "/status"));
  }
}
