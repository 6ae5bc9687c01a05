package io.fleettelemetry.dispatch.zmq;

import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.ZEvent;
import org.zeromq.ZMonitor.Event;

/** Logs what happens to a socket, on the thread that it happens on. */
final class SocketEvents implements ZEvent.ZEventConsummer {

  private static final Logger LOG = LoggerFactory.getLogger(ZmqDispatcher.class);

  /** Instead of {@link #consume(ZEvent)}, whose making throws for error codes it does not know. */
  @Override
  public void consume(zmq.ZMQ.Event event) {
    LOG.atDebug()
        .addKeyValue("event_type", "EVENT_" + Event.findByCode(event.event))
        .addKeyValue("addr", event.addr)
        .addKeyValue("value", value(event.arg))
        .log("zmq_socket_event");
  }

  @Override
  public void consume(ZEvent event) {
    throw new UnsupportedOperationException("events come as ZeroMQ has them");
  }

  /** A subscriber's address where there is one, else a code. */
  private static Object value(Object argument) {
    if (argument instanceof SocketChannel channel) {
      return String.valueOf(channel.socket().getRemoteSocketAddress());
    }
    return argument instanceof Integer ? argument : "";
  }
}
