/**
 * Who may connect and who they are: trust anchors, the verification of a client's certificate chain
 * with its cache, and the identity that a verified certificate carries. Knows neither TLS engines
 * nor Vert.x. May use telemetry.
 */
package io.fleettelemetry.auth;
