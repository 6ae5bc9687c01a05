/**
 * The TLS side of the vehicle listener: server key pair, engine, the check of client certificates
 * at the handshake and again at the upgrade, and a log line and a metric for every handshake that
 * fails. Part of the server; may use auth, config, metrics, pki and telemetry.
 */
package io.fleettelemetry.server.tls;
