package io.fleettelemetry.dispatch.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfigBuilder;
import com.hivemq.client.mqtt.MqttWebSocketConfig;
import io.fleettelemetry.dispatch.ClientTls;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The connection to the broker, which is made again whenever it is lost: at first at once, then at
 * growing intervals. What it notices is told on one thread; any thread may call.
 */
final class BrokerLink implements Publisher {

  /** What hears of the connection. */
  interface Listener {

    /** There is a new one. */
    void connected();

    /** It is gone. */
    void disconnected();

    /** Something an operator should know of. */
    void trouble(String why);
  }

  private static final Duration MIN_RETRY = Duration.ofMillis(100);
  private static final String WEBSOCKET_PROTOCOL = "mqtt";

  private final MqttSettings settings;
  private final ScheduledExecutorService thread;
  private final Listener listener;
  private final Session session;
  private final Promise<Void> started = Promise.promise();
  private Duration retry = MIN_RETRY;
  private long startUntilNanos;
  private boolean stopping;
  private boolean connected;
  private volatile String standing = "not started";
  private volatile boolean up;

  /**
   * A link that is not connected.
   *
   * @param thread the one that it works on
   * @param tls what it takes for TLS; counts where the broker's address asks for that
   * @param will what the broker is to publish when we are gone without a word
   */
  BrokerLink(
      MqttSettings settings,
      ScheduledExecutorService thread,
      Optional<ClientTls> tls,
      Optional<MqttMessage> will,
      Listener listener) {
    this.settings = settings;
    this.thread = thread;
    this.listener = listener;
    MqttClientBuilder builder =
        MqttClient.builder()
            .transportConfig(transport(settings, tls))
            .executorConfig()
            .nettyThreads(1)
            .applyExecutorConfig()
            .addDisconnectedListener(gone -> lost(gone.getCause()));
    if (!settings.clientId().isEmpty()) {
      builder = builder.identifier(settings.clientId());
    }
    session =
        settings.version() == MqttSettings.Version.V5
            ? new Session5(builder, settings, will)
            : new Session3(builder, settings, will);
  }

  private static MqttClientTransportConfig transport(
      MqttSettings settings, Optional<ClientTls> tls) {
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

  /**
   * Connects.
   *
   * @return fails at once when the broker refuses us, and when none is reached in time, with a
   *     message that names it and the last error; completes on that thread
   */
  Future<Void> start() {
    thread.execute(
        () -> {
          startUntilNanos = System.nanoTime() + settings.times().start().toNanos();
          connect();
        });
    return started.future();
  }

  /** Says goodbye and does not connect again; never fails. */
  Future<Void> stop() {
    Promise<Void> stopped = Promise.promise();
    thread.execute(
        () -> {
          stopping = true;
          started.tryFail("mqtt: the dispatcher is stopped");
          boolean wasUp = up;
          up = false;
          standing = "stopped";
          if (wasUp) {
            session.disconnect().whenComplete((done, failure) -> stopped.tryComplete());
          } else {
            stopped.tryComplete();
          }
        });
    return stopped
        .future()
        .timeout(settings.times().disconnect().toMillis(), TimeUnit.MILLISECONDS)
        .otherwiseEmpty();
  }

  @Override
  public void publish(MqttMessage message, Consumer<Reply> reply) {
    try {
      session.publish(message, reply);
    } catch (IllegalArgumentException e) {
      // No topic of the protocol: longer than 65,535 bytes, for one.
      reply.accept(ClientErrors.reply(e));
    }
  }

  /** Whether there is a connection, as of a moment ago. */
  boolean isUp() {
    return up;
  }

  /** How things are, for an operator. */
  String standing() {
    return standing;
  }

  private void connect() {
    if (stopping) {
      return;
    }
    session.connect().whenComplete((ack, failure) -> thread.execute(() -> answered(failure)));
  }

  private void answered(Throwable failure) {
    if (failure == null) {
      retry = MIN_RETRY;
      connected = true;
      up = true;
      standing = "connected to " + settings.broker();
      listener.connected();
      started.tryComplete();
      if (stopping) {
        session.disconnect();
      }
      return;
    }
    String why = "mqtt: %s: %s".formatted(settings.broker(), ClientErrors.text(failure));
    standing = why;
    if (!started.future().isComplete()
        && (ClientErrors.isRefusal(failure) || System.nanoTime() - startUntilNanos >= 0)) {
      stopping = true;
      started.tryFail(new IOException(why, failure));
      return;
    }
    if (started.future().isComplete()) {
      listener.trouble(why);
    }
    connectLater();
  }

  /** Also told of attempts that fail, and of our own goodbye. */
  private void lost(Throwable cause) {
    thread.execute(
        () -> {
          if (!connected) {
            return;
          }
          connected = false;
          up = false;
          listener.disconnected();
          if (!stopping) {
            standing = "mqtt: %s: %s".formatted(settings.broker(), ClientErrors.text(cause));
            listener.trouble(
                ClientErrors.isTakenOver(cause)
                    ? standing + "; another client has the same client_id"
                    : standing);
            connectLater();
          }
        });
  }

  private void connectLater() {
    if (stopping) {
      return;
    }
    long most = settings.times().retry().toMillis();
    long millis = Math.max(1, Math.min(retry.toMillis(), most));
    retry = Duration.ofMillis(Math.min(most, millis * 2));
    thread.schedule(this::connect, millis, TimeUnit.MILLISECONDS);
  }
}
