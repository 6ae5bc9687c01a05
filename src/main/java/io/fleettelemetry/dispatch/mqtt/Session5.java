package io.fleettelemetry.dispatch.mqtt;

import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuth;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Speaks MQTT 5. */
final class Session5 implements Session {

  private static final Reply CONFIRMED = new Reply.Confirmed();

  private final Mqtt5AsyncClient client;
  private final Mqtt5Connect connect;
  private final MqttQos qos;

  /**
   * @param will what the broker publishes when we are gone without a word
   */
  Session5(MqttClientBuilder builder, MqttSettings settings, Optional<MqttMessage> will) {
    client = builder.useMqttVersion5().buildAsync();
    qos = MqttQos.fromCode(settings.qos());
    Mqtt5ConnectBuilder connecting =
        Mqtt5Connect.builder()
            .cleanStart(true)
            .keepAlive((int) settings.times().keepAlive().toSeconds());
    connect =
        connecting
            .simpleAuth(settings.login().map(Session5::auth).orElse(null))
            .willPublish(will.map(this::publish).orElse(null))
            .build();
  }

  private static Mqtt5SimpleAuth auth(MqttSettings.Login login) {
    return Mqtt5SimpleAuth.builder()
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
        .whenComplete((result, failure) -> reply.accept(reply(result, failure)));
  }

  private static Reply reply(Mqtt5PublishResult result, Throwable failure) {
    if (failure != null) {
      return ClientErrors.reply(failure);
    }
    return result.getError().map(ClientErrors::reply).orElse(CONFIRMED);
  }

  private Mqtt5Publish publish(MqttMessage message) {
    return Mqtt5Publish.builder()
        .topic(message.topic())
        .payload(message.payload())
        .qos(qos)
        .retain(message.retained())
        .build();
  }
}
