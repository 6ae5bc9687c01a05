package io.fleettelemetry.server.tls;

import io.fleettelemetry.auth.Verification.Rejected;
import java.security.cert.CertificateException;

/** Carries why a client's certificate was refused through the TLS engine to who logs it. */
final class ClientRejectedException extends CertificateException {

  private static final long serialVersionUID = 1;

  private final transient Rejected rejected;

  ClientRejectedException(Rejected rejected) {
    super(rejected.detail());
    this.rejected = rejected;
  }

  Rejected rejected() {
    return rejected;
  }
}
