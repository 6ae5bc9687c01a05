package io.fleettelemetry.testing;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What stands before servers in the field: hands each connection to one of them, in turn, and to
 * the next where one does not take it. Looks at nothing that passes.
 */
public final class TcpBalancer implements AutoCloseable {

  private static final String HOST = "127.0.0.1";

  private final Vertx vertx = Vertx.vertx();
  private final NetClient client = vertx.createNetClient();
  private final List<Integer> ports = new CopyOnWriteArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final NetServer server;

  private TcpBalancer() {
    server = vertx.createNetServer().connectHandler(this::connect).listen(0, HOST).await();
  }

  /** A balancer that has no server yet, and so closes whoever connects. */
  public static TcpBalancer start() {
    return new TcpBalancer();
  }

  /** Where clients connect to. */
  public int port() {
    return server.actualPort();
  }

  /** From now on a server gets new connections. */
  public void add(int port) {
    ports.add(port);
  }

  /** From now on it gets none; those that it has stay. */
  public void remove(int port) {
    ports.remove(Integer.valueOf(port));
  }

  private void connect(NetSocket vehicle) {
    vehicle.pause();
    connect(vehicle, turn.getAndIncrement(), List.copyOf(ports), 0);
  }

  private void connect(NetSocket vehicle, int first, List<Integer> choice, int tried) {
    if (tried == choice.size()) {
      vehicle.close();
      return;
    }
    client
        .connect(choice.get(Math.floorMod(first + tried, choice.size())), HOST)
        .onSuccess(to -> join(vehicle, to))
        .onFailure(refused -> connect(vehicle, first, choice, tried + 1));
  }

  private static void join(NetSocket vehicle, NetSocket to) {
    vehicle.pipeTo(to).onFailure(broken -> to.close());
    to.pipeTo(vehicle).onFailure(broken -> vehicle.close());
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
