package io.fleettelemetry.simulator;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Says in an operator's words why a connection was not made or has ended. */
final class FailureReason {

  static final String CLOSED = "closed by the server without a reason";

  /** Both engines name the alert that the server sent, each in its own way. */
  private static final Pattern ALERT =
      Pattern.compile("(?:Received fatal alert: |(?:SSLV3|TLSV1|TLSV13)_ALERT_)(\\w+)");

  /** The only one that BoringSSL names differently. */
  private static final Pattern BORINGSSL = Pattern.compile("OPENSSL_internal:(\\w+)");

  private static final Pattern SYSTEM_CALL =
      Pattern.compile("^\\w+\\(\\.\\.\\) failed(?: with error\\(-?\\d+\\))?: ");

  private FailureReason() {}

  static String of(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !isTelling(cause)) {
      cause = cause.getCause();
    }
    if (cause instanceof ConnectTimeoutException) {
      return "connecting took too long";
    }
    if (cause instanceof ConnectException && text(cause).contains("refused")) {
      return "connection refused";
    }
    if (cause instanceof ClosedChannelException) {
      return CLOSED;
    }
    if (cause instanceof SSLException) {
      return "TLS handshake failed: " + tls((SSLException) cause);
    }
    return text(cause);
  }

  private static boolean isTelling(Throwable failure) {
    return failure instanceof SSLException || failure instanceof ConnectException;
  }

  private static String tls(SSLException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return "the server's certificate is not trusted: " + text(root(cause));
      }
    }
    if (failure instanceof SslHandshakeTimeoutException) {
      return "it took too long";
    }
    if (failure instanceof NotSslRecordException) {
      return "the server does not speak TLS";
    }
    Matcher alert = ALERT.matcher(text(failure));
    if (alert.find()) {
      return "the server refused: " + words(alert.group(1));
    }
    Matcher error = BORINGSSL.matcher(text(failure));
    return error.find() ? words(error.group(1)) : text(failure);
  }

  private static Throwable root(Throwable failure) {
    return failure.getCause() == null ? failure : root(failure.getCause());
  }

  private static String words(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** What a failure says; without the system call that native transports put before. */
  static String text(Throwable failure) {
    if (failure instanceof UnresolvedAddressException) {
      return "no such host is known";
    }
    return failure.getMessage() == null
        ? failure.getClass().getSimpleName()
        : SYSTEM_CALL.matcher(failure.getMessage()).replaceFirst("");
  }
}
