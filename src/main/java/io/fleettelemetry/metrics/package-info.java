/** Every metric's name and tags in one place, and the back ends. May use config and telemetry. */
package io.fleettelemetry.metrics;
