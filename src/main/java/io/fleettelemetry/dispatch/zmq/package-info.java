/**
 * The {@code zmq} dispatcher: its settings, the keys of CURVE, and the socket that records are
 * published on.
 *
 * <p>It uses JeroMQ, ZeroMQ in Java. A ZeroMQ socket belongs to one thread: {@link
 * io.fleettelemetry.dispatch.zmq.Publisher} has it, and the socket that decides which subscribers
 * may connect too.
 *
 * <p>May use dispatch, config, metrics and telemetry. Knows no other dispatcher.
 */
package io.fleettelemetry.dispatch.zmq;
