package io.fleettelemetry.dispatch.mqtt;

import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.message.auth.Mqtt3SimpleAuth;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3Connect;
import com.hivemq.client.mqtt.mqtt3.message.connect.Mqtt3ConnectBuilder;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Speaks MQTT 3.1.1. */
final class Session3 implements Session {

  private static final Reply CONFIRMED = new Reply.Confirmed();

  private final Mqtt3AsyncClient client;
  private final Mqtt3Connect connect;
  private final MqttQos qos;

  /**
   * @param will what the broker publishes when we are gone without a word
   */
  Session3(MqttClientBuilder builder, MqttSettings settings, Optional<MqttMessage> will) {
    client = builder.useMqttVersion3().buildAsync();
    qos = MqttQos.fromCode(settings.qos());
    Mqtt3ConnectBuilder connecting =
        Mqtt3Connect.builder()
            .cleanSession(true)
            .keepAlive((int) settings.times().keepAlive().toSeconds());
    connect =
        connecting
            .simpleAuth(settings.login().map(Session3::auth).orElse(null))
            .willPublish(will.map(this::publish).orElse(null))
            .build();
  }

  private static Mqtt3SimpleAuth auth(MqttSettings.Login login) {
    return Mqtt3SimpleAuth.builder()
        .username(login.username())
        .password(login.password().value().getBytes(StandardCharsets.UTF_8))
        .build();
  }

  @Override
  public CompletionStage<?> connect() {
    return client.connect(connect);
  }

  @Override
  public CompletionStage<?> disconnect() {
    return client.disconnect();
  }

  @Override
  public void publish(MqttMessage message, Consumer<Reply> reply) {
    client
        .publish(publish(message))
        .whenComplete(
            (done, failure) ->
                reply.accept(failure == null ? CONFIRMED : ClientErrors.reply(failure)));
  }

  private Mqtt3Publish publish(MqttMessage message) {
    return Mqtt3Publish.builder()
        .topic(message.topic())
        .payload(message.payload())
        .qos(qos)
        .retain(message.retained())
        .build();
  }
}
