package io.fleettelemetry.dispatch.mqtt;

/**
 * A message to publish; nobody writes to its payload.
 *
 * @param retained whether the broker keeps it for who subscribes later
 */
record MqttMessage(String topic, byte[] payload, boolean retained) {

  @Override
  public String toString() {
    return topic;
  }
}
