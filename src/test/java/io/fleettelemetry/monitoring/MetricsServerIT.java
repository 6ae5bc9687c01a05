package io.fleettelemetry.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsServerIT {

  private static final String PAGE = "# TYPE kafka_err counter\nkafka_err 1\n";

  private final Vertx vertx = Vertx.vertx();
  private final AtomicReference<Supplier<String>> scrape = new AtomicReference<>(() -> PAGE);
  private final MetricsServer server =
      new MetricsServer(vertx, "127.0.0.1", 0, () -> scrape.get().get());
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
  void theFormatIsTheSameWhateverIsAskedFor() throws Exception {
    HttpResponse<String> response =
        pinger.send("GET", "/metrics", "Accept", "application/openmetrics-text; version=1.0.0");

    assertEquals(200, response.statusCode());
    assertEquals(PAGE, response.body());
    assertEquals(
        "text/plain; version=0.0.4; charset=utf-8",
        response.headers().firstValue("Content-Type").orElse(""));
  }

  @Test
  void otherPathsAndMethodsAreRefused() throws Exception {
    assertEquals(404, pinger.send("GET", "/").statusCode());
    assertEquals(404, pinger.send("GET", "/status").statusCode());
    assertEquals(405, pinger.send("POST", "/metrics").statusCode());
  }

  @Test
  void thePageIsMadeOffTheEventLoop() throws Exception {
    AtomicReference<Boolean> onEventLoop = new AtomicReference<>();
    scrape.set(
        () -> {
          onEventLoop.set(Context.isOnEventLoopThread());
          return PAGE;
        });
    pinger.send("GET", "/metrics");

    assertFalse(onEventLoop.get());
  }

  @Test
  void aPageThatCannotBeMadeIsAnError() throws Exception {
    scrape.set(
        () -> {
          throw new IllegalStateException("a gauge is broken");
        });

    assertEquals(500, pinger.send("GET", "/metrics").statusCode());
  }
}
