/**
 * Loading the configuration, typed reading that collects every problem, and the immutable records
 * of each section, which are valid when they exist; and the reading of private keys, which several
 * sections name. May use telemetry.
 */
package io.fleettelemetry.config;
