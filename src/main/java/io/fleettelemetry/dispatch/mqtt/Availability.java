package io.fleettelemetry.dispatch.mqtt;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Tells by a retained message whether this server is connected. Immutable. */
final class Availability {

  private static final String ONLINE = "online";
  private static final String OFFLINE = "offline";

  private final String topic;

  /** On the topic {@code <base>/availability}. */
  Availability(String topicBase) {
    topic = topicBase + "/availability";
  }

  String topic() {
    return topic;
  }

  MqttMessage online() {
    return message(ONLINE);
  }

  /** Also what the broker says when we are gone without a word. */
  MqttMessage offline() {
    return message(OFFLINE);
  }

  private MqttMessage message(String text) {
    return new MqttMessage(topic, text.getBytes(StandardCharsets.UTF_8), true);
  }

  /** Publishes one of them; succeeds when that is done, when it fails, and after the limit. */
  Future<Void> publish(Publisher publisher, MqttMessage message, Duration limit) {
    Promise<Void> done = Promise.promise();
    publisher.publish(message, reply -> done.tryComplete());
    return done.future().timeout(limit.toMillis(), TimeUnit.MILLISECONDS).otherwiseEmpty();
  }
}
