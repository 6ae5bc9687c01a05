package io.fleettelemetry.dispatch.mqtt;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfigBuilder;
import com.hivemq.client.mqtt.MqttWebSocketConfig;
import io.fleettelemetry.dispatch.ClientTls;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What carries MQTT to the broker: TCP, with TLS and a WebSocket where its address asks for it. */
final class Transport {

  private static final String WEBSOCKET_PROTOCOL = "mqtt";

  private Transport() {}

  static MqttClientTransportConfig of(MqttSettings settings, Optional<ClientTls> tls) {
    BrokerAddress broker = settings.broker();
    long connectMillis = settings.times().connect().toMillis();
    MqttClientTransportConfigBuilder transport =
        MqttClientTransportConfig.builder()
            .serverHost(broker.host())
            .serverPort(broker.port())
            .socketConnectTimeout(connectMillis, TimeUnit.MILLISECONDS)
            .mqttConnectTimeout(connectMillis, TimeUnit.MILLISECONDS);
    if (broker.tls()) {
      transport = transport.sslConfig(ssl(tls, connectMillis));
    }
    if (broker.webSocketPath().isPresent()) {
      String[] parts = broker.webSocketPath().get().split("\\?", 2);
      transport =
          transport.webSocketConfig(
              MqttWebSocketConfig.builder()
                  .serverPath(parts[0])
                  .queryString(parts.length > 1 ? parts[1] : "")
                  .subprotocol(WEBSOCKET_PROTOCOL)
                  .handshakeTimeout(connectMillis, TimeUnit.MILLISECONDS)
                  .build());
    }
    return transport.build();
  }

  private static MqttClientSslConfig ssl(Optional<ClientTls> tls, long timeoutMillis) {
    return MqttClientSslConfig.builder()
        .handshakeTimeout(timeoutMillis, TimeUnit.MILLISECONDS)
        .trustManagerFactory(tls.flatMap(ClientTls::trustManagers).orElse(null))
        .keyManagerFactory(tls.flatMap(ClientTls::keyManagers).orElse(null))
        .build();
  }
}
