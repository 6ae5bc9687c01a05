package io.fleettelemetry.dispatch.zmq;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQ.Curve;
import org.zeromq.ZMQ.Socket;
import org.zeromq.ZMsg;

/**
 * Decides which subscribers may connect, by their public keys: ZeroMQ asks it over ZAP (RFC 27).
 * For one thread.
 */
final class Doorkeeper implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ZmqDispatcher.class);

  /** Where ZeroMQ asks, in every context. */
  private static final String ADDRESS = "inproc://zeromq.zap.01";

  private static final String VERSION = "1.0";
  private static final int CURVE_FRAMES = 7;

  private final Socket questions;
  private final Set<String> allowed;
  private final boolean verbose;

  /**
   * Takes its post; must stand there before the socket that it guards is bound, for where nobody
   * stands everybody may pass.
   *
   * @param allowed public keys in Z85
   * @param verbose whether each decision is logged, at debug
   */
  Doorkeeper(ZMQ.Context context, Set<String> allowed, boolean verbose) {
    this.questions = context.socket(SocketType.REP);
    this.allowed = allowed;
    this.verbose = verbose;
    questions.setLinger(0);
    questions.bind(ADDRESS);
  }

  /** Answers all who have asked. */
  void answer() {
    ZMsg question = ZMsg.recvMsg(questions, ZMQ.DONTWAIT);
    while (question != null) {
      decide(question).send(questions);
      question = ZMsg.recvMsg(questions, ZMQ.DONTWAIT);
    }
  }

  /**
   * A question is version, sequence, domain, address, identity, mechanism and key; an answer is
   * version, sequence, status code and text, user and metadata.
   */
  private ZMsg decide(ZMsg question) {
    String[] frames =
        question.stream()
            .map(frame -> new String(frame.getData(), StandardCharsets.ISO_8859_1))
            .toArray(String[]::new);
    boolean known = frames.length == CURVE_FRAMES && frames[5].equals("CURVE");
    String key = known ? Curve.z85Encode(frames[6].getBytes(StandardCharsets.ISO_8859_1)) : "none";
    boolean pass = known && allowed.contains(key);
    log(pass, key, frames.length > 3 ? frames[3] : "");
    String sequence = frames.length > 1 ? frames[1] : "";
    return ZMsg.newStringMsg(
        VERSION, sequence, pass ? "200" : "400", pass ? "OK" : "unknown key", pass ? key : "", "");
  }

  private void log(boolean pass, String key, String address) {
    if (verbose) {
      LOG.atDebug()
          .addKeyValue("public_key", key)
          .addKeyValue("remote_ip", address)
          .log(pass ? "zmq_subscriber_admitted" : "zmq_subscriber_refused");
    }
  }

  @Override
  public void close() {
    questions.close();
  }
}
