package io.fleettelemetry.dispatch.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientBuilder;
import io.fleettelemetry.dispatch.ClientTls;
import io.reactivex.schedulers.Schedulers;
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
 * growing intervals, also when connections do not last. What it notices is told on one thread; any
 * thread may call.
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

  /** A connection that lasted for so long was a good one: the next attempt may come at once. */
  private static final Duration STEADY = Duration.ofSeconds(10);

  /** So many connections in a row that did not last look like another client with our name. */
  private static final int SHORT_LIVED_LIMIT = 3;

  private final MqttSettings settings;
  private final ScheduledExecutorService thread;
  private final Listener listener;
  private final Session session;
  private final Promise<Void> started = Promise.promise();
  private Duration retry = MIN_RETRY;
  private long connectedAtNanos;
  private int shortLived;
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
            .transportConfig(Transport.of(settings, tls))
            .executorConfig()
            .nettyThreads(1)
            // What the client tells comes on its own thread, in the order in which it happened: on
            // the pool that it would use, the end of a connection can overtake its beginning.
            .applicationScheduler(Schedulers.trampoline())
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

  /**
   * Connects.
   *
   * @return fails at once when the broker refuses us, and when none is reached in time, with a
   *     message that names it and the last error; completes on that thread
   */
  Future<Void> start() {
    thread.execute(
        () -> {
          standing = text("no answer");
          long limit = settings.times().start().toMillis();
          thread.schedule(this::endStart, limit, TimeUnit.MILLISECONDS);
          connect();
        });
    return started.future();
  }

  /** Also while an attempt is still waiting for a broker that does not answer. */
  private void endStart() {
    if (!started.future().isComplete()) {
      refuseStart(
          new IOException(
              "%s; not connected within %d s"
                  .formatted(standing, settings.times().start().toSeconds())));
    }
  }

  private void refuseStart(IOException why) {
    stopping = true;
    started.tryFail(why);
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
    if (stopping) {
      if (failure == null) {
        session.disconnect();
      }
    } else if (failure == null) {
      connectedAtNanos = System.nanoTime();
      connected = true;
      up = true;
      standing = "connected to " + settings.broker();
      listener.connected();
      started.tryComplete();
    } else {
      notConnected(failure);
    }
  }

  private void notConnected(Throwable failure) {
    standing = text(ClientErrors.text(failure));
    if (!started.future().isComplete() && ClientErrors.isRefusal(failure)) {
      refuseStart(new IOException(standing, failure));
      return;
    }
    if (started.future().isComplete()) {
      listener.trouble(standing);
    }
    connectLater();
  }

  /** Also told of attempts that fail, and of our own goodbye. */
  private void lost(Throwable cause) {
    thread.execute(
        () -> {
          if (connected) {
            connected = false;
            up = false;
            listener.disconnected();
            connectAgain(cause);
          }
        });
  }

  private void connectAgain(Throwable cause) {
    if (stopping) {
      return;
    }
    boolean steady = System.nanoTime() - connectedAtNanos > STEADY.toNanos();
    shortLived = steady ? 0 : shortLived + 1;
    retry = steady ? MIN_RETRY : retry;
    boolean rival = ClientErrors.isTakenOver(cause) || shortLived >= SHORT_LIVED_LIMIT;
    standing =
        text(
            ClientErrors.text(cause)
                + (rival && !settings.clientId().isEmpty()
                    ? "; is there another client with the client_id " + settings.clientId() + "?"
                    : ""));
    listener.trouble(standing);
    connectLater();
  }

  private void connectLater() {
    long most = settings.times().retry().toMillis();
    long millis = Math.max(1, Math.min(retry.toMillis(), most));
    retry = Duration.ofMillis(Math.min(most, millis * 2));
    thread.schedule(this::connect, millis, TimeUnit.MILLISECONDS);
  }

  private String text(String what) {
    return "mqtt: %s: %s".formatted(settings.broker(), what);
  }
}
