package io.fleettelemetry.bench.macro;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP link on loopback that is as long as a real one: what goes in comes out after half of a
 * round trip, in either direction, however much is on its way.
 */
final class DelayedLink implements AutoCloseable {

  private static final String HOST = "127.0.0.1";

  private final Vertx vertx = Vertx.vertx();
  private final NetClient client = vertx.createNetClient();
  private final AtomicInteger target = new AtomicInteger();
  private final long oneWayMillis;
  private final NetServer server;

  private DelayedLink(Duration roundTrip) {
    this.oneWayMillis = roundTrip.toMillis() / 2;
    this.server = vertx.createNetServer().connectHandler(this::connect).listen(0, HOST).await();
  }

  /**
   * A link that leads nowhere yet.
   *
   * @param roundTrip 2 ms or more
   */
  static DelayedLink open(Duration roundTrip) {
    return new DelayedLink(roundTrip);
  }

  /** Leads to a port of loopback from now on; returns the port where the link is entered. */
  int leadTo(int port) {
    target.set(port);
    return server.actualPort();
  }

  private void connect(NetSocket near) {
    near.pause();
    client
        .connect(target.get(), HOST)
        .onSuccess(far -> join(near, far))
        .onFailure(refused -> near.close());
  }

  private void join(NetSocket near, NetSocket far) {
    forward(near, far);
    forward(far, near);
    near.resume();
  }

  /** Timers of the same length end in the order in which they began. */
  private void forward(NetSocket from, NetSocket to) {
    from.handler((Buffer bytes) -> vertx.setTimer(oneWayMillis, id -> to.write(bytes)));
    from.closeHandler(closed -> to.close());
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
