package io.fleettelemetry.dispatch.zmq;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQ.Socket;
import org.zeromq.ZMQException;

/**
 * The bound socket, and whoever guards it. An XPUB that does not drop: PUB loses in silence what a
 * subscriber has no room for. For one thread.
 */
final class PubSocket implements AutoCloseable {

  /**
   * Subscribers send prefixes of topics, and none is long; without a limit a length is believed.
   */
  private static final long LARGEST_INBOUND = 8_192;

  private static final int ON = 1;
  private static final int SUBSCRIBED = 1;
  private static final int UNSUBSCRIBED = 0;
  private static final int OTHER = -1;

  private final ZMQ.Context context = ZMQ.context(1);
  private final Socket socket = context.socket(SocketType.XPUB);
  private Optional<Doorkeeper> doorkeeper = Optional.empty();
  private int subscriptions;

  private PubSocket() {}

  /**
   * Opens and binds it.
   *
   * @throws IOException when the address cannot be had, with a message that names it
   */
  static PubSocket open(ZmqSettings settings, Optional<CurveKeys> keys) throws IOException {
    PubSocket opened = new PubSocket();
    try {
      opened.configure(settings);
      keys.ifPresent(known -> opened.encrypt(known, settings.verbose()));
      opened.socket.bind(settings.endpoint().bindable());
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      String reason = e instanceof ZMQException zmq ? reason(zmq) : e.toString();
      throw new IOException("cannot bind %s: %s".formatted(settings.endpoint(), reason), e);
    }
  }

  private static String reason(ZMQException e) {
    return ZMQ.Error.findByCode(e.getErrorCode()).getMessage();
  }

  private void configure(ZmqSettings settings) {
    socket.setXpubNoDrop(true);
    socket.setSndHWM(settings.sendHwm());
    socket.setMaxMsgSize(LARGEST_INBOUND);
    socket.setTCPKeepAlive(ON);
    socket.setIPv6(settings.endpoint().isIpv6());
    socket.setLinger(0);
    if (settings.verbose()) {
      socket.setEventHook(new SocketEvents(), ZMQ.EVENT_ALL);
    }
  }

  private void encrypt(CurveKeys keys, boolean verbose) {
    doorkeeper = Optional.of(new Doorkeeper(context, keys.allowed(), verbose));
    socket.setCurveServer(true);
    socket.setCurvePublicKey(ZMQ.Curve.z85Decode(keys.server().publicKey()));
    socket.setCurveSecretKey(ZMQ.Curve.z85Decode(keys.server().secretKey()));
  }

  /**
   * Hands a message to everyone who has subscribed to its topic.
   *
   * @return false when one of them has no room: then nobody gets it, nor a part of it. The socket
   *     keeps in mind for whom it was until it takes a message again; those must have room for that
   *     one too, whatever its topic, and then drop what they did not ask for.
   */
  boolean send(byte[] topic, byte[] payload) {
    if (!socket.send(topic, ZMQ.SNDMORE | ZMQ.DONTWAIT)) {
      return false;
    }
    // Who had room for the first part has it for the rest: room is counted in whole messages.
    return socket.send(payload, ZMQ.DONTWAIT);
  }

  /** Lets subscribers in and takes notice of what they subscribe to. */
  void tend() {
    doorkeeper.ifPresent(Doorkeeper::answer);
    byte[] change = socket.recv(ZMQ.DONTWAIT);
    while (change != null) {
      subscriptions += difference(change);
      change = socket.recv(ZMQ.DONTWAIT);
    }
  }

  /** 1 for a topic that nobody had subscribed to, -1 for one that nobody has any more. */
  private static int difference(byte[] change) {
    int kind = change.length == 0 ? OTHER : change[0];
    return kind == SUBSCRIBED ? 1 : kind == UNSUBSCRIBED ? -1 : 0;
  }

  /** How many different prefixes of topics are subscribed to. */
  int subscriptions() {
    return subscriptions;
  }

  /** What it is bound to, with the port that was found where any would do. */
  String address() {
    return socket.getLastEndpoint();
  }

  /** Closes at once, whatever still waits for subscribers. */
  @Override
  public void close() {
    close(Duration.ZERO);
  }

  /**
   * Closes.
   *
   * @param linger how long what waits for subscribers may still be sent to them
   */
  void close(Duration linger) {
    socket.setLinger((int) linger.toMillis());
    socket.close();
    doorkeeper.ifPresent(Doorkeeper::close);
    context.close();
  }
}
