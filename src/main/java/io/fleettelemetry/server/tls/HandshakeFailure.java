package io.fleettelemetry.server.tls;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Why a handshake failed. Engines say it in exceptions of their own, most of them only in the
 * message.
 *
 * @param reason one of a fixed set of words, for the metric
 * @param detail words that an operator can act on
 */
record HandshakeFailure(String reason, String detail) {

  /** The client went away by itself: a port scan, a load balancer's probe, a lost network. */
  static final String CLOSED = "closed";

  private static final int MAX_DETAIL = 200;

  /** A message of either engine, and what it means. */
  private record Sign(Pattern message, String reason, String words) {

    Sign(String message, String reason, String words) {
      this(Pattern.compile(message, Pattern.CASE_INSENSITIVE), reason, words);
    }
  }

  private static final List<Sign> SIGNS =
      List.of(
          new Sign(
              "PEER_DID_NOT_RETURN_A_CERTIFICATE|empty client certificate chain",
              "no_certificate",
              "no certificate"),
          new Sign("close_notify during handshake", CLOSED, "closed by the client"),
          new Sign(
              "received fatal alert|_ALERT_",
              "refused_by_client",
              "the client refused, perhaps tls.server_cert"),
          new Sign(
              "BAD_SIGNATURE|certificate ?verify",
              "not_the_key",
              "the client does not have the key of its certificate"),
          new Sign(
              "UNSUPPORTED_PROTOCOL|WRONG_VERSION_NUMBER|INAPPROPRIATE_FALLBACK"
                  + "|NO_SHARED_CIPHER|NO_SHARED_GROUP|WRONG_CURVE"
                  + "|NO_COMMON_SIGNATURE_ALGORITHMS"
                  + "|requested protocol|supported protocol versions|protocol version"
                  + "|no cipher suites in common|no negotiable cipher suite",
              "protocol_or_cipher",
              "protocol or cipher mismatch"));

  static HandshakeFailure of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClientRejectedException rejection) {
        return new HandshakeFailure(
            rejection.rejected().reason().word(), rejection.rejected().detail());
      }
    }
    if (failure instanceof NotSslRecordException) {
      return new HandshakeFailure("not_tls", "not TLS at all");
    }
    if (failure instanceof SslHandshakeTimeoutException) {
      return new HandshakeFailure("timed_out", "timed out");
    }
    if (failure instanceof SSLException) {
      return bySign(String.valueOf(failure.getMessage()));
    }
    if (failure instanceof IOException) {
      return new HandshakeFailure(CLOSED, "closed by the client");
    }
    String fault = failure.getClass().getSimpleName() + ": " + failure.getMessage();
    return new HandshakeFailure("other", bounded(fault));
  }

  private static HandshakeFailure bySign(String message) {
    String said = bounded(message.substring(message.lastIndexOf(':') + 1).strip());
    for (Sign sign : SIGNS) {
      if (sign.message().matcher(message).find()) {
        return new HandshakeFailure(sign.reason(), sign.words() + ": " + said);
      }
    }
    return new HandshakeFailure("other", bounded(message));
  }

  private static String bounded(String text) {
    return text.length() <= MAX_DETAIL ? text : text.substring(0, MAX_DETAIL) + "...";
  }
}
