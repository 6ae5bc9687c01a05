/**
 * The dispatcher that publishes records to an MQTT broker, one message for each signal, alert and
 * error, and tells Home Assistant of them. May use dispatch, config, metrics, telemetry and
 * transform.
 *
 * <p>A record goes from {@link io.fleettelemetry.dispatch.mqtt.MqttDispatcher} through {@link
 * io.fleettelemetry.dispatch.mqtt.RecordMessages}, which makes its messages on the worker's thread,
 * to {@link io.fleettelemetry.dispatch.mqtt.Outbox}, which sends them and keeps all state on one
 * thread; {@link io.fleettelemetry.dispatch.mqtt.BrokerLink} is the connection.
 */
package io.fleettelemetry.dispatch.mqtt;
