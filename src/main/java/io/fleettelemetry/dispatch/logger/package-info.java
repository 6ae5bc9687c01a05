/**
 * The dispatcher that writes records to the server's own log: one line at info for each, message
 * {@code record_payload}. May use dispatch, config, logging, metrics, telemetry and transform.
 *
 * <p>Reading values ({@link io.fleettelemetry.dispatch.logger.VehicleValue} and what it uses) knows
 * nothing of how they are logged.
 */
package io.fleettelemetry.dispatch.logger;
