/**
 * How records cross from ingest to dispatchers and outcomes come back: addresses, batches and their
 * codecs, the publisher. May use telemetry.
 */
package io.fleettelemetry.bus;
