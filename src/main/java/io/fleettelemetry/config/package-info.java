/**
 * Loading the configuration, typed reading that collects every problem, and the immutable records
 * of each section, which are valid when they exist. May use telemetry.
 */
package io.fleettelemetry.config;
