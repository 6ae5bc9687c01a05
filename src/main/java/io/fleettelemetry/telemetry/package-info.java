/**
 * The vocabulary: records, their types and metadata, how a record ends, and the identity of a
 * device. Knows no other package.
 */
package io.fleettelemetry.telemetry;
