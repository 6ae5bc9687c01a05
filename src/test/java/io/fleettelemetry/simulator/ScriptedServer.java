package io.fleettelemetry.simulator;

import io.fleettelemetry.pki.CertificateAuthority;
import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.protocol.Answers;
import io.fleettelemetry.protocol.Envelope;
import io.fleettelemetry.protocol.EnvelopeDecoder;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.SSLException;

/** A server that answers each record as a test's script says, and remembers what came. */
final class ScriptedServer implements AutoCloseable {

  private static final int MAX_BYTES = 64 * 1024;

  private final EventLoopGroup group = Transport.best().loops(1, "scripted-server");
  private final SslContext tls;
  private final Channel listener;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final List<HttpHeaders> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  /** What a server does with a record. Runs on its event loop. */
  @FunctionalInterface
  interface Script {
    void received(Received record, Connection connection);
  }

  /** One record, on the connection of this number, counted from 1. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Received(int connection, String txid, String topic, boolean resend, byte[] payload) {}

  /** The way back to a vehicle. */
  record Connection(Channel channel) {

    void ack(Received record) {
      ack(record.txid(), record.topic());
    }

    void ack(String txid, String topic) {
      send(Answers.ack(bytes(txid), bytes(topic)));
    }

    void error(Received record, String text) {
      send(Answers.error(bytes(record.txid()), text));
    }

    void send(byte[] message) {
      channel.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(message)));
    }

    /** The message in two frames with a ping between, which a control frame may be. */
    void sendInTwoFrames(byte[] message) {
      int half = message.length / 2;
      channel.write(new BinaryWebSocketFrame(false, 0, Unpooled.wrappedBuffer(message, 0, half)));
      channel.write(new PingWebSocketFrame());
      channel.writeAndFlush(
          new ContinuationWebSocketFrame(
              true, 0, Unpooled.wrappedBuffer(message, half, message.length - half)));
    }

    void close(int code, String reason) {
      channel
          .writeAndFlush(new CloseWebSocketFrame(code, reason))
          .addListener(written -> channel.close());
    }

    /** Without a goodbye. */
    void vanish() {
      channel.close();
    }

    private static byte[] bytes(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  private ScriptedServer(SslContext tls, Function<ScriptedServer, ChannelHandler[]> handlers) {
    this.tls = tls;
    this.listener =
        new ServerBootstrap()
            .group(group)
            .channel(Transport.best().listener())
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            tls.newHandler(channel.alloc()),
                            new HttpServerCodec(),
                            new HttpObjectAggregator(MAX_BYTES))
                        .addLast(handlers.apply(ScriptedServer.this));
                  }
                })
            .bind("127.0.0.1", 0)
            .syncUninterruptibly()
            .channel();
  }

  /** Both sides' certificates come from one authority. */
  static ScriptedServer start(CertificateAuthority authority, Script script) {
    return start(authority, authority, script);
  }

  /** The server's certificate comes from one authority, and vehicles' must come from another. */
  static ScriptedServer start(
      CertificateAuthority authority, CertificateAuthority vehicles, Script script) {
    return new ScriptedServer(
        tls(authority, vehicles),
        server ->
            new ChannelHandler[] {
              new WebSocketServerProtocolHandler("/", null, true, MAX_BYTES),
              new Scripting(server, script)
            });
  }

  /** Answers every request for a WebSocket with this status. */
  static ScriptedServer refusing(CertificateAuthority authority, HttpResponseStatus status) {
    return new ScriptedServer(
        tls(authority, authority), server -> new ChannelHandler[] {new Refusing(status)});
  }

  /** Speaks TLS, and then something that is no HTTP. */
  static ScriptedServer babbling(CertificateAuthority authority) {
    return new ScriptedServer(
        tls(authority, authority), server -> new ChannelHandler[] {new Babbling()});
  }

  private static SslContext tls(CertificateAuthority authority, CertificateAuthority vehicles) {
    Credential own = authority.server(List.of("localhost"));
    try {
      return SslContextBuilder.forServer(own.key(), own.chain())
          .trustManager(vehicles.certificate())
          .clientAuth(ClientAuth.REQUIRE)
          .build();
    } catch (SSLException e) {
      throw new IllegalStateException(e);
    }
  }

  int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /** In the order in which they came. */
  List<Received> received() {
    return received;
  }

  /** The headers of each request for a WebSocket. */
  List<HttpHeaders> requests() {
    return requests;
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    ReferenceCountUtil.release(tls);
  }

  private static final class Refusing extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final HttpResponseStatus status;

    Refusing(HttpResponseStatus status) {
      this.status = status;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
      ctx.writeAndFlush(
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }

  private static final class Babbling extends ChannelInboundHandlerAdapter {

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof SslHandshakeCompletionEvent) {
        ctx.pipeline()
            .context(HttpServerCodec.class)
            .writeAndFlush(Unpooled.copiedBuffer("220 ready\r\n", StandardCharsets.US_ASCII));
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }

  private static final class Scripting extends SimpleChannelInboundHandler<BinaryWebSocketFrame> {
    private final ScriptedServer server;
    private final Script script;
    private int connection;

    Scripting(ScriptedServer server, Script script) {
      this.server = server;
      this.script = script;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof HandshakeComplete upgrade) {
        connection = server.connections.incrementAndGet();
        server.requests.add(upgrade.requestHeaders());
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, BinaryWebSocketFrame frame)
        throws Exception {
      byte[] message = ByteBufUtil.getBytes(frame.content());
      Envelope.Record record = (Envelope.Record) EnvelopeDecoder.decode(message, 0, message.length);
      byte[] payload =
          Arrays.copyOfRange(
              message, record.payloadOffset(), record.payloadOffset() + record.payloadLength());
      String topic = new String(record.topic(), StandardCharsets.UTF_8);
      Received one =
          new Received(
              connection,
              new String(record.txid(), StandardCharsets.UTF_8),
              topic,
              topic.equals("V") && Payload.parseFrom(payload).getIsResend(),
              payload);
      server.received.add(one);
      script.received(one, new Connection(ctx.channel()));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
