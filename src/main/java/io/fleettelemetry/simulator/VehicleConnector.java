package io.fleettelemetry.simulator;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpClientCodec;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Connects the vehicles of one event loop: certificate, TCP, TLS, and the upgrade. */
final class VehicleConnector {

  private static final int TIMEOUT_MILLIS = 10_000;

  /** Where all come at once, each waits for its turn. */
  private static final int CROWD_TIMEOUT_MILLIS = 60_000;

  private final EventLoop loop;
  private final FleetContext context;
  private final Bootstrap bootstrap;

  /** For TCP, for TLS and for the upgrade each. */
  private final int timeoutMillis;

  /** Connected, or on the way to it; one for each vehicle at most. */
  private final Set<Channel> channels = new HashSet<>();

  private boolean ended;

  VehicleConnector(EventLoop loop, FleetContext context) {
    this.loop = loop;
    this.context = context;
    this.timeoutMillis =
        context.settings().measuring().atOnce() ? CROWD_TIMEOUT_MILLIS : TIMEOUT_MILLIS;
    this.bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(context.transport().socket())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis);
  }

  /** Begins a try, whose end the vehicle is told of on the event loop. */
  void connect(SimulatedVehicle vehicle) {
    if (context.certificates().isIssued(vehicle.number())) {
      dial(vehicle);
    } else {
      CompletableFuture.runAsync(
              () -> context.certificates().issue(vehicle.number()), context.background())
          .whenComplete((issued, failure) -> loop.execute(() -> dial(vehicle)));
    }
  }

  /** Cuts off whoever is still connected or connecting, and connects nobody any more. */
  void end() {
    ended = true;
    // Not through the pipeline, where TLS waits for its goodbye to be sent.
    Set.copyOf(channels).forEach(channel -> channel.unsafe().close(channel.voidPromise()));
  }

  private void dial(SimulatedVehicle vehicle) {
    if (ended) {
      return;
    }
    long startedAt = System.nanoTime();
    Bootstrap one = bootstrap.clone().handler(pipeline(vehicle, startedAt));
    InetSocketAddress source = context.sources().of(vehicle.number()).orElse(null);
    one.connect(context.server(), source)
        .addListener(
            (ChannelFuture done) -> {
              if (!done.isSuccess()) {
                // Another thread tells when there was not even a socket.
                loop.execute(() -> vehicle.connectFailed(FailureReason.of(done.cause())));
              }
            });
  }

  private ChannelInitializer<Channel> pipeline(SimulatedVehicle vehicle, long startedAt) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channels.add(channel);
        channel.closeFuture().addListener(closed -> channels.remove(channel));
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(
            context.tls().handler(channel.alloc(), vehicle.number(), timeoutMillis),
            new HttpClientCodec(),
            new UpgradeHandler(vehicle, context, startedAt, timeoutMillis));
      }
    };
  }
}
