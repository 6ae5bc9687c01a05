package io.fleettelemetry.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureReasonTest {

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            new ConnectException("Connection refused: /127.0.0.1:1"), "connection refused"),
        Arguments.of(new ConnectTimeoutException("after 10000 ms"), "connecting took too long"),
        Arguments.of(new ClosedChannelException(), FailureReason.CLOSED),
        Arguments.of(new IOException("Connection reset by peer"), "Connection reset by peer"),
        Arguments.of(
            new IOException("recvAddress(..) failed with error(-104): Connection reset by peer"),
            "Connection reset by peer"),
        Arguments.of(new IOException(), "IOException"),
        Arguments.of(
            new SslHandshakeTimeoutException("10 s"), "TLS handshake failed: it took too long"),
        Arguments.of(
            new DecoderException(new SSLHandshakeException("Received fatal alert: unknown_ca")),
            "TLS handshake failed: the server refused: unknown ca"),
        Arguments.of(
            new SSLException("error:10000418:SSL routines:OPENSSL_internal:TLSV1_ALERT_UNKNOWN_CA"),
            "TLS handshake failed: the server refused: unknown ca"),
        Arguments.of(
            new SSLException("error:1000042e:SSL routines:OPENSSL_internal:UNSUPPORTED_PROTOCOL"),
            "TLS handshake failed: unsupported protocol"),
        Arguments.of(
            new SSLHandshakeException("General OpenSslEngine problem")
                .initCause(new CertificateException("No name matching x found")),
            "TLS handshake failed: the server's certificate is not trusted:"
                + " No name matching x found"),
        Arguments.of(new SSLException("odd"), "TLS handshake failed: odd"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void inAnOperatorsWords(Throwable failure, String reason) {
    assertEquals(reason, FailureReason.of(failure));
  }
}
