package io.fleettelemetry.bench;

import io.fleettelemetry.protocol.Answers;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.impl.cpu.CpuCoreSensor;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.X509TrustManager;

/**
 * The least that a Vert.x server can do for vehicles: mutual TLS over BoringSSL that takes any
 * certificate, one verticle a core, the same ack for every binary message, no decoding and no event
 * bus. Measurements of the server are ratios to this one's.
 */
public final class Floor extends VerticleBase {

  private static final byte[] NOTHING = {};

  /** Without a txid: one that is right would have to be found in the message. */
  private static final Buffer ACK = Buffer.buffer(Answers.ack(NOTHING, NOTHING));

  private final HttpServerOptions options;

  private Floor(HttpServerOptions options) {
    this.options = options;
  }

  /**
   * Serves until the process is ended. Says {@code listening} on standard output when it does.
   *
   * @param arguments port, and the files of the server's certificate and key
   */
  public static void main(String[] arguments) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost("localhost")
            .setPort(Integer.parseInt(arguments[0]))
            .setSsl(true)
            .setSslEngineOptions(new OpenSSLEngineOptions())
            .setKeyCertOptions(
                new PemKeyCertOptions().setCertPath(arguments[1]).setKeyPath(arguments[2]))
            .setTrustOptions(TrustOptions.wrap(new TakesAnyCertificate()))
            .setClientAuth(ClientAuth.REQUIRED)
            .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
            .setUseAlpn(false)
            .setPerMessageWebSocketCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false);
    Vertx.vertx(new VertxOptions().setPreferNativeTransport(true))
        .deployVerticle(
            () -> new Floor(options),
            new DeploymentOptions().setInstances(CpuCoreSensor.availableProcessors()))
        .onSuccess(id -> System.out.println("listening"))
        .onFailure(Floor::end);
  }

  private static void end(Throwable failure) {
    failure.printStackTrace();
    Runtime.getRuntime().halt(1);
  }

  @Override
  public Future<?> start() {
    return vertx.createHttpServer(options).webSocketHandler(Floor::answer).listen();
  }

  private static void answer(ServerWebSocket vehicle) {
    vehicle.binaryMessageHandler(message -> vehicle.writeBinaryMessage(ACK));
  }

  private static final class TakesAnyCertificate implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
      // Any is good.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
      // Any is good.
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
