/**
 * The dispatcher that writes records to the server's own log: one line at info for each, message
 * {@code record_payload}. May use dispatch, config, logging, metrics, telemetry and transform.
 */
package io.fleettelemetry.dispatch.logger;
