package io.fleettelemetry.dispatch.mqtt;

/** A message to publish. Immutable; nobody writes to its payload. */
final class MqttMessage {

  private final String topic;
  private final byte[] payload;
  private final boolean retained;

  /**
   * A message.
   *
   * @param retained whether the broker keeps it for who subscribes later
   */
  MqttMessage(String topic, byte[] payload, boolean retained) {
    this.topic = topic;
    this.payload = payload;
    this.retained = retained;
  }

  String topic() {
    return topic;
  }

  byte[] payload() {
    return payload;
  }

  boolean retained() {
    return retained;
  }

  @Override
  public String toString() {
    return topic;
  }
}
