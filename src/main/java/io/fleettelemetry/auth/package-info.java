/**
 * Who may connect and who they are: trust anchors, revocation, the lists of allowed and denied
 * devices, the verification of a client's certificate chain with its cache, the identity that a
 * verified certificate carries, and the server's certificate as its clients see it. Knows neither
 * TLS engines nor Vert.x. May use telemetry.
 */
package io.fleettelemetry.auth;
