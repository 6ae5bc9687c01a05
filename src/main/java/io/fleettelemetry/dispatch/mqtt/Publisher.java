package io.fleettelemetry.dispatch.mqtt;

import java.util.function.Consumer;

/** A connection that messages are handed to. */
@FunctionalInterface
interface Publisher {

  /**
   * Hands a message over.
   *
   * @param reply called once, on any thread, maybe before this returns
   */
  void publish(MqttMessage message, Consumer<Reply> reply);
}
