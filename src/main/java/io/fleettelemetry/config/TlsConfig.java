package io.fleettelemetry.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The listener's certificate and the authorities of its clients.
 *
 * @param serverCert PEM, the certificate chain, leaf first
 * @param serverKey PEM, RSA or EC; PKCS#1, SEC1 or PKCS#8
 * @param caFile PEM, client authorities trusted besides the built-in anchors
 * @param engineeringAnchors trust the engineering anchors instead of the production ones
 */
public record TlsConfig(
    Path serverCert, Path serverKey, Optional<Path> caFile, boolean engineeringAnchors) {}
