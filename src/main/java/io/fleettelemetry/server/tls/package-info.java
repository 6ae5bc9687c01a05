/**
 * The TLS side of the vehicle listener: server key pair and whether vehicles would take it, engine,
 * the check of client certificates by authorities, revocation and lists of devices at the handshake
 * and again at the upgrade, all of it read again while in use, when it ends, and a log line and a
 * metric for every handshake that fails. Part of the server; may use auth, config, metrics, pki and
 * telemetry.
 */
package io.fleettelemetry.server.tls;
