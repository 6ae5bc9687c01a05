package io.fleettelemetry.simulator;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.internal.tcnative.SSL;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * The one TLS context of a fleet. Sessions are resumed only when the settings say so, since each
 * connection is to cost the server a whole handshake. Thread-safe.
 */
final class FleetTls implements AutoCloseable {

  /**
   * A server gives two tickets, of which each serves once; those that are not used stay for a
   * while.
   */
  private static final int SESSIONS_OF_A_VEHICLE = 4;

  private static final int SESSION_SECONDS = 24 * 60 * 60;

  private final SslContext context;
  private final FleetSettings.Server server;
  private final boolean resuming;

  private FleetTls(SslContext context, FleetSettings.Server server, boolean resuming) {
    this.context = context;
    this.server = server;
    this.resuming = resuming;
  }

  /**
   * Refuses what cannot be done on this machine.
   *
   * @throws IOException when sessions are to be resumed without BoringSSL, with a message for the
   *     operator
   */
  static void check(FleetSettings.Tls settings) throws IOException {
    if (settings.resuming() && !OpenSsl.isAvailable()) {
      throw new IOException(
          "TLS sessions — cannot be resumed without BoringSSL, and there is none for this machine");
    }
  }

  /** With BoringSSL where there is one. */
  static FleetTls create(FleetSettings settings, VehicleCertificates certificates) {
    return create(
        settings, certificates, OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK);
  }

  static FleetTls create(
      FleetSettings settings, VehicleCertificates certificates, SslProvider provider) {
    FleetSettings.Server server = settings.server();
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(provider)
            .keyManager(new VehicleKeyManager(certificates))
            .protocols(settings.tls().versions());
    if (!server.trust().verified()) {
      builder
          .trustManager(InsecureTrustManagerFactory.INSTANCE)
          .endpointIdentificationAlgorithm(null);
    } else if (!server.trust().authorities().isEmpty()) {
      builder.trustManager(server.trust().authorities().toArray(X509Certificate[]::new));
    }
    try {
      SslContext context = builder.build();
      if (settings.tls().resuming()) {
        resume(context, settings.vehicles().count());
      } else {
        neverResume(context);
      }
      return new FleetTls(context, server, settings.tls().resuming());
    } catch (SSLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sessions are kept by the peer's name and port, of which the latter is the vehicle's number. */
  private static void resume(SslContext context, int vehicles) {
    context.sessionContext().setSessionCacheSize(SESSIONS_OF_A_VEHICLE * vehicles);
    context.sessionContext().setSessionTimeout(SESSION_SECONDS);
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
    if (resuming && handler.engine() instanceof ReferenceCountedOpenSslEngine engine) {
      // Without tickets a session of TLS 1.2 is resumed only where the server keeps it.
      SSL.clearOptions(engine.sslPointer(), SSL.SSL_OP_NO_TICKET);
    }
    return handler;
  }

  /** Whether a handshake that is done has resumed a session. */
  boolean isResumed(SslHandler handler) {
    return resuming
        && handler.engine() instanceof ReferenceCountedOpenSslEngine engine
        && SSL.isSessionReused(engine.sslPointer());
  }

  @Override
  public void close() {
    ReferenceCountUtil.safeRelease(context);
  }
}
