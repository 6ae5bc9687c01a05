/**
 * The vocabulary: records, their types and metadata, and the identity of a device. Knows no other
 * package.
 */
package io.fleettelemetry.telemetry;
