/**
 * The dispatcher {@code file}, a record store on the local disk, and the reading of what it has
 * stored. May use dispatch, config, metrics, telemetry and transform.
 */
package io.fleettelemetry.dispatch.file;
