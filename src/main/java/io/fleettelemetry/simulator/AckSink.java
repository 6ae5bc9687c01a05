package io.fleettelemetry.simulator;

import io.fleettelemetry.pki.Credential;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * A server that acks whatever vehicles send and keeps nothing: the least that a server can do, to
 * measure clients against. Thread-safe.
 */
public final class AckSink {

  private static final int MAX_REQUEST_BYTES = 64 * 1024;
  private static final int BACKLOG = 4_096;
  private static final long END_SECONDS = 5;

  private final EventLoopGroup group;
  private final SslContext tls;
  private final Channel listener;
  private final SinkMeters meters;

  /**
   * What a sink is like.
   *
   * @param host address to listen on
   * @param port 0 for any that is free
   * @param server what it shows to clients
   * @param clientAuthorities that may have signed clients' certificates; empty to take any
   *     certificate
   * @param threads event loops, 1 or more
   */
  public record Settings(
      String host,
      int port,
      Credential server,
      List<X509Certificate> clientAuthorities,
      int threads) {}

  /**
   * What it has done since its start.
   *
   * @param connected vehicles now
   * @param records that were acked
   * @param others messages that are no record: acked when they can be read, else answered with an
   *     error
   */
  public record Counts(int connected, long records, long others) {}

  private AckSink(EventLoopGroup group, SslContext tls, Channel listener, SinkMeters meters) {
    this.group = group;
    this.tls = tls;
    this.listener = listener;
    this.meters = meters;
  }

  /**
   * Listens. Blocks the thread until it does.
   *
   * @throws IOException when it cannot, with a message for the operator
   */
  public static AckSink start(Settings settings) throws IOException {
    Transport transport = Transport.best();
    SslContext tls = tls(settings);
    EventLoopGroup group = transport.loops(settings.threads(), "sink");
    SinkMeters meters = new SinkMeters();
    ChannelFuture bound =
        new ServerBootstrap()
            .group(group)
            .channel(transport.listener())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(pipeline(tls, meters))
            .bind(settings.host(), settings.port())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      group.shutdownGracefully(0, END_SECONDS, TimeUnit.SECONDS);
      throw new IOException(
          settings.host()
              + ":"
              + settings.port()
              + " — cannot listen: "
              + FailureReason.text(bound.cause()),
          bound.cause());
    }
    return new AckSink(group, tls, bound.channel(), meters);
  }

  private static SslContext tls(Settings settings) throws SSLException {
    SslContextBuilder builder =
        SslContextBuilder.forServer(settings.server().key(), settings.server().chain())
            .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
            .protocols("TLSv1.3", "TLSv1.2")
            .clientAuth(ClientAuth.REQUIRE);
    return settings.clientAuthorities().isEmpty()
        ? builder.trustManager(InsecureTrustManagerFactory.INSTANCE).build()
        : builder.trustManager(settings.clientAuthorities()).build();
  }

  private static ChannelInitializer<Channel> pipeline(SslContext tls, SinkMeters meters) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channel
            .pipeline()
            .addLast(
                tls.newHandler(channel.alloc()),
                new HttpServerCodec(),
                new HttpObjectAggregator(MAX_REQUEST_BYTES),
                new SinkUpgradeHandler(meters));
      }
    };
  }

  /** Where it listens. */
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  public Counts counts() {
    return new Counts(meters.connected.intValue(), meters.records.sum(), meters.others.sum());
  }

  /**
   * Closes the listener and all connections.
   *
   * @return succeeds when everything is closed. Completes on any thread
   */
  public CompletionStage<Void> stop() {
    CompletableFuture<Void> stopped = new CompletableFuture<>();
    group
        .shutdownGracefully(0, END_SECONDS, TimeUnit.SECONDS)
        .addListener(
            ended -> {
              // Logs what fails: the sink has ended all the same.
              ReferenceCountUtil.safeRelease(tls);
              stopped.complete(null);
            });
    return stopped;
  }
}
