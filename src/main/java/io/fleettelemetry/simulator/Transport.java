package io.fleettelemetry.simulator;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.Objects;

/** How sockets are driven. */
record Transport(
    IoHandlerFactory handler,
    Class<? extends SocketChannel> socket,
    Class<? extends ServerChannel> listener) {

  private static final List<String> LEAK_DETECTION =
      List.of("io.netty.leakDetection.level", "io.netty.leakDetectionLevel");

  /**
   * Epoll where there is one, else what the JDK has. As under Vert.x, Netty looks for leaks only
   * where a system property asks for it: that takes 5 % of a busy event loop.
   */
  static Transport best() {
    if (LEAK_DETECTION.stream().map(System::getProperty).allMatch(Objects::isNull)) {
      ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }
    return Epoll.isAvailable()
        ? new Transport(
            EpollIoHandler.newFactory(), EpollSocketChannel.class, EpollServerSocketChannel.class)
        : new Transport(
            NioIoHandler.newFactory(), NioSocketChannel.class, NioServerSocketChannel.class);
  }

  /** Event loops, whose threads are called by this name. */
  EventLoopGroup loops(int threads, String name) {
    return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name), handler);
  }
}
