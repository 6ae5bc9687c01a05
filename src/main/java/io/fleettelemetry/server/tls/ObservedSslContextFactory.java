package io.fleettelemetry.server.tls;

import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * Makes the contexts that Vert.x would make, and watches their handshakes: the server's exception
 * handler tells why one failed, but not whose it was.
 */
final class ObservedSslContextFactory extends DefaultSslContextFactory {

  private final HandshakeObserver observer;

  ObservedSslContextFactory(
      SslProvider provider, boolean sessionCacheEnabled, HandshakeObserver observer) {
    super(provider, sessionCacheEnabled);
    this.observer = observer;
  }

  @Override
  public SslContext create() throws SSLException {
    return new ObservedSslContext(super.create(), observer);
  }

  private static final class ObservedSslContext extends DelegatingSslContext {

    private final HandshakeObserver observer;

    ObservedSslContext(SslContext context, HandshakeObserver observer) {
      super(context);
      this.observer = observer;
    }

    @Override
    protected void initEngine(SSLEngine engine) {
      // Nothing to set: the observer hangs on the handler.
    }

    @Override
    protected void initHandler(SslHandler handler) {
      super.initHandler(handler);
      observer.started(handler.engine());
      handler
          .handshakeFuture()
          .addListener(handshake -> observer.ended(handler.engine(), handshake.cause()));
    }
  }
}
