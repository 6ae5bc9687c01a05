package io.fleettelemetry.simulator;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * The one TLS context of a fleet: TLS 1.2 and 1.3, no session is resumed, so that each connection
 * costs the server a whole handshake. Thread-safe.
 */
final class FleetTls implements AutoCloseable {

  private final SslContext context;
  private final FleetSettings.Server server;

  private FleetTls(SslContext context, FleetSettings.Server server) {
    this.context = context;
    this.server = server;
  }

  /** With BoringSSL where there is one. */
  static FleetTls create(FleetSettings.Server server, VehicleCertificates certificates) {
    return create(
        server, certificates, OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK);
  }

  static FleetTls create(
      FleetSettings.Server server, VehicleCertificates certificates, SslProvider provider) {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(provider)
            .keyManager(new VehicleKeyManager(certificates))
            .protocols("TLSv1.3", "TLSv1.2");
    if (!server.trust().verified()) {
      builder
          .trustManager(InsecureTrustManagerFactory.INSTANCE)
          .endpointIdentificationAlgorithm(null);
    } else if (!server.trust().authorities().isEmpty()) {
      builder.trustManager(server.trust().authorities().toArray(X509Certificate[]::new));
    }
    try {
      SslContext context = builder.build();
      neverResume(context);
      return new FleetTls(context, server);
    } catch (SSLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void neverResume(SslContext context) {
    if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
      sessions.setSessionCacheEnabled(false);
    } else {
      // 0 would be no limit; sessions are found by vehicle, so the one that is kept serves no
      // other.
      context.sessionContext().setSessionCacheSize(1);
    }
  }

  /** The TLS of one connection of the vehicle of this number. */
  SslHandler handler(ByteBufAllocator allocator, int number, long timeoutMillis) {
    SslHandler handler = context.newHandler(allocator, server.name(), number);
    handler.setHandshakeTimeout(timeoutMillis, TimeUnit.MILLISECONDS);
    return handler;
  }

  @Override
  public void close() {
    ReferenceCountUtil.release(context);
  }
}
