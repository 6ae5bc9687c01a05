package io.fleettelemetry.dispatch.mqtt;

import io.fleettelemetry.config.Problems;
import io.fleettelemetry.config.RefusedConfigException;
import io.fleettelemetry.dispatch.ClientTls;
import io.fleettelemetry.dispatch.Dispatcher;
import io.fleettelemetry.dispatch.DispatcherContext;
import io.fleettelemetry.dispatch.DispatcherHealth;
import io.fleettelemetry.dispatch.Outcomes;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes records to an MQTT broker: a message for each signal, alert and error. A record is
 * stored when the broker has confirmed each of its messages at the QoS that is set; at QoS 0 that
 * is when it has been written to the connection. The order of a vehicle's records is kept.
 *
 * <p>{@link #dispatch} never blocks. While the broker is away records wait, each at most for the
 * publish time-out, and then fail.
 */
public final class MqttDispatcher implements Dispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(MqttDispatcher.class);

  private final EventExecutor thread = thread();
  private final MqttSettings settings;
  private final RecordMessages messages;
  private final Settlements settlements;
  private final BrokerLink link;
  private final Outbox outbox;
  private final Optional<Availability> availability;
  private final Optional<Discovery> discovery;

  /**
   * A dispatcher that is not started: it has no thread and no connection.
   *
   * @throws RefusedConfigException when a type is routed here that has no messages, or a TLS file
   *     cannot be used
   */
  public MqttDispatcher(MqttSettings settings, DispatcherContext context) {
    checkTypes(context);
    this.settings = settings;
    messages = new RecordMessages(settings.topicBase(), settings.retained());
    availability =
        settings.announcing().availability()
            ? Optional.of(new Availability(settings.topicBase()))
            : Optional.empty();
    discovery =
        settings
            .announcing()
            .discoveryPrefix()
            .map(prefix -> new Discovery(prefix, messages, availability));
    settlements = new Settlements(context, this::standing);
    link =
        new BrokerLink(
            settings,
            thread,
            settings.tls().map(tls -> ClientTls.load("mqtt.tls", tls)),
            availability.map(Availability::offline),
            new LinkListener());
    outbox = new Outbox(thread, link, settlements, settings.maxInFlight());
  }

  /**
   * One that begins with its first task. Handing it something never blocks, as event loops do that;
   * what the client's own thread hands over when it has ended is no matter.
   */
  private static EventExecutor thread() {
    return new DefaultEventExecutor(
        null,
        task -> {
          Thread thread = new Thread(task, "mqtt-dispatcher");
          thread.setDaemon(true);
          return thread;
        },
        Integer.MAX_VALUE,
        (task, executor) -> {});
  }

  private static void checkTypes(DispatcherContext context) {
    Problems problems = new Problems();
    for (String type : context.recordTypes()) {
      if (!RecordMessages.TYPES.contains(RecordType.of(type))) {
        problems.error(
            "records." + type, "", "mqtt has no messages for this type: take it out of the list");
      }
    }
    if (problems.hasErrors()) {
      throw new RefusedConfigException(problems.errors());
    }
  }

  private String standing() {
    return link.standing();
  }

  /**
   * Connects. Fails with the broker's reason when it refuses us, at once, and when it is not
   * reached within the start time-out.
   */
  @Override
  public Future<Void> start() {
    return link.start()
        .onSuccess(
            started ->
                LOG.atInfo()
                    .addKeyValue("broker", settings.broker())
                    .addKeyValue("topic_base", settings.topicBase())
                    .addKeyValue("qos", settings.qos())
                    .log("mqtt_registered"));
  }

  @Override
  public void dispatch(List<TelemetryRecord> records, Outcomes outcomes) {
    long deadline = System.nanoTime() + settings.times().publish().toNanos();
    List<Delivery> deliveries = new ArrayList<>(records.size());
    for (int i = 0; i < records.size(); i++) {
      TelemetryRecord record = records.get(i);
      List<MqttMessage> all = messages(record, i, outcomes);
      if (!all.isEmpty()) {
        discovery
            .flatMap(d -> d.news(record))
            .map(news -> announcement(record, news, deadline))
            .ifPresent(deliveries::add);
        deliveries.add(new Delivery(record, i, outcomes, all, deadline));
      }
    }
    outbox.add(deliveries);
  }

  /** Whether it comes through changes nothing for the record; a later one brings it again. */
  private Delivery announcement(TelemetryRecord record, Discovery.News news, long deadlineNanos) {
    return Delivery.announcement(
        record,
        news.messages(),
        deadlineNanos,
        outcome -> {
          if (outcome == Outcome.FAILED) {
            discovery.ifPresent(d -> d.forget(news));
          }
        });
  }

  /** A record's messages; when there are none it has its outcome. */
  private List<MqttMessage> messages(TelemetryRecord record, int index, Outcomes outcomes) {
    try {
      List<MqttMessage> all = messages.of(record);
      if (all.isEmpty()) {
        settlements.acked(record.type());
        outcomes.settle(index, Outcome.STORED);
      }
      return all;
    } catch (RuntimeException e) {
      // One record that cannot be read must not keep others from being stored.
      settlements.unmapped(record, e);
      outcomes.settle(index, Outcome.REFUSED);
      return List.of();
    }
  }

  /** Sends and waits for most of the limit, and says goodbye. */
  @Override
  public Future<Void> stop(Duration limit) {
    long goodbye = settings.times().disconnect().toMillis();
    long drain = Math.max(1, limit.toMillis() - Math.min(2 * goodbye, limit.toMillis() / 2));
    return outbox
        .drain()
        .timeout(drain, TimeUnit.MILLISECONDS)
        .recover(late -> outbox.giveUp())
        .transform(drained -> sayGoodbye())
        .transform(said -> link.stop())
        .andThen(stopped -> thread.shutdownGracefully(0, 0, TimeUnit.SECONDS));
  }

  private Future<Void> sayGoodbye() {
    return availability
        .filter(a -> link.isUp())
        .map(a -> a.publish(link, a.offline(), settings.times().disconnect()))
        .orElseGet(Future::succeededFuture);
  }

  @Override
  public DispatcherHealth health() {
    if (!link.isUp()) {
      return new DispatcherHealth(false, link.standing() + "; " + outbox.size() + " records wait");
    }
    Optional<String> failure = settlements.lastFailure();
    return new DispatcherHealth(failure.isEmpty(), failure.orElse(link.standing()));
  }

  private final class LinkListener implements BrokerLink.Listener {

    @Override
    public void connected() {
      discovery.ifPresent(Discovery::forget);
      availability.ifPresent(a -> a.publish(link, a.online(), settings.times().publish()));
      outbox.connected();
    }

    @Override
    public void disconnected() {
      outbox.disconnected();
    }

    @Override
    public void trouble(String why) {
      settlements.trouble(why);
    }
  }
}
