package io.fleettelemetry.simulator;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.URI;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the end of the TLS handshake and asks for the upgrade to a WebSocket, as vehicles do,
 * but that no compression is offered. Makes way for {@link AnswerHandler}.
 */
final class UpgradeHandler extends ChannelInboundHandlerAdapter {

  private static final int MAX_MESSAGE_BYTES = 1024 * 1024;
  private static final int HTTPS_PORT = 443;

  /**
   * For its path: names that are valid in certificates and in DNS, such as a_b, are not in URIs.
   */
  private static final URI ANY_SERVER = URI.create("wss://server/");

  private final SimulatedVehicle vehicle;
  private final WebSocketClientHandshaker handshaker;
  private final FleetContext context;
  private final long startedAt;
  private final int timeoutMillis;
  private HttpResponse response;
  private Future<?> timeout;
  private boolean ended;

  /**
   * @param startedAt when the try began, in terms of {@link System#nanoTime}
   * @param timeoutMillis how long the answer to the request is waited for
   */
  UpgradeHandler(
      SimulatedVehicle vehicle, FleetContext context, long startedAt, int timeoutMillis) {
    this.vehicle = vehicle;
    this.context = context;
    this.startedAt = startedAt;
    this.timeoutMillis = timeoutMillis;
    this.handshaker = handshaker(headers(vehicle, context.settings().server()));
  }

  /** Without extensions and origin. */
  private static WebSocketClientHandshaker handshaker(HttpHeaders headers) {
    return WebSocketClientHandshakerFactory.newHandshaker(
        ANY_SERVER,
        WebSocketVersion.V13,
        null,
        false,
        headers,
        MAX_MESSAGE_BYTES,
        true,
        false,
        0,
        false,
        false);
  }

  private static HttpHeaders headers(SimulatedVehicle vehicle, FleetSettings.Server server) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new DefaultHttpHeaders()
        .set(HttpHeaderNames.HOST, host(server))
        .set("Version", vehicle.firmware())
        .set("X-Network-Interface", vehicle.number() % 2 == 0 ? "cellular" : "wifi")
        .set("X-TXID", new UUID(random.nextLong(), random.nextLong()).toString());
  }

  private static String host(FleetSettings.Server server) {
    boolean bare = NetUtil.isValidIpV6Address(server.name());
    String name = bare ? "[" + server.name() + "]" : server.name();
    return server.port() == HTTPS_PORT ? name : name + ":" + server.port();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        handshaker.handshake(ctx.channel());
        timeout =
            ctx.executor()
                .schedule(
                    () -> fail(ctx, "no answer to the request for a WebSocket"),
                    timeoutMillis,
                    TimeUnit.MILLISECONDS);
      } else {
        fail(ctx, FailureReason.of(handshake.cause()));
      }
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (message instanceof HttpResponse head && !ended) {
        response = head;
        if (head.decoderResult().isFailure()) {
          fail(ctx, "the server does not speak HTTP");
        } else if (!head.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
          fail(ctx, "refused with HTTP " + head.status());
        }
      }
      if (message instanceof LastHttpContent && !ended) {
        upgraded(ctx);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void upgraded(ChannelHandlerContext ctx) {
    try {
      handshaker.finishHandshake(
          ctx.channel(),
          new DefaultFullHttpResponse(
              response.protocolVersion(),
              response.status(),
              Unpooled.EMPTY_BUFFER,
              response.headers(),
              EmptyHttpHeaders.INSTANCE));
    } catch (WebSocketHandshakeException e) {
      fail(ctx, "no WebSocket: " + e.getMessage());
      return;
    }
    end();
    ChannelPipeline pipeline = ctx.pipeline();
    pipeline.addBefore(ctx.name(), "messages", new WebSocketFrameAggregator(MAX_MESSAGE_BYTES));
    pipeline.replace(this, "answers", new AnswerHandler(vehicle));
    if (context.tls().isResumed(pipeline.get(SslHandler.class))) {
      context.meters().resumed.increment();
    }
    vehicle.connected(ctx.channel(), System.nanoTime() - startedAt);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail(ctx, FailureReason.of(cause));
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail(ctx, FailureReason.CLOSED);
  }

  private void fail(ChannelHandlerContext ctx, String reason) {
    if (!ended) {
      end();
      vehicle.connectFailed(reason);
    }
    ctx.close();
  }

  private void end() {
    ended = true;
    if (timeout != null) {
      timeout.cancel(false);
    }
  }
}
