/**
 * The {@code kafka} dispatcher: its settings in librdkafka's names and in the Java client's, the
 * partitioners of librdkafka, and the producer that hands records over.
 *
 * <p>It uses the Apache client's producer directly, not vertx-kafka-client's: that one costs a hop
 * to an executor and a callback on a context for each record, and neither is of use here, where
 * batches come on worker threads and outcomes may be given from any thread. The producer never
 * blocks a caller: its {@code max.block.ms} is 0, and a record that it does not take at once waits
 * in a queue of its topic, which holds no more than the ingest side lets be in flight.
 *
 * <p>May use dispatch, bus, config, metrics, pki and telemetry. Knows no other dispatcher.
 */
package io.fleettelemetry.dispatch.kafka;
