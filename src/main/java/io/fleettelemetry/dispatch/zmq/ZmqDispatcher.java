package io.fleettelemetry.dispatch.zmq;

import io.fleettelemetry.dispatch.Dispatcher;
import io.fleettelemetry.dispatch.DispatcherContext;
import io.fleettelemetry.dispatch.DispatcherHealth;
import io.fleettelemetry.dispatch.ErrorLog;
import io.fleettelemetry.dispatch.Outcomes;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes records on a ZeroMQ socket that subscribers connect to: messages of two frames, the
 * topic {@code <namespace>_<type>} and the payload. A record is stored when the socket has taken it
 * for everyone who has subscribed to its topic, be that nobody. The order of records is kept.
 *
 * <p>{@link #dispatch} never blocks. While a subscriber that is too slow has no room records wait,
 * each at most for {@code publish_timeout_ms}, and then fail: none is dropped in silence.
 */
public final class ZmqDispatcher implements Dispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(ZmqDispatcher.class);

  private final DispatcherContext context;
  private final Map<String, Topic> topics = new ConcurrentHashMap<>();
  private final Optional<CurveKeys> keys;
  private final Publisher publisher;

  /**
   * A dispatcher that is not started: it has no thread and no socket, but has read its keys.
   *
   * @throws io.fleettelemetry.config.RefusedConfigException when a file of keys cannot be used
   */
  public ZmqDispatcher(ZmqSettings settings, DispatcherContext context) {
    this.context = context;
    keys = settings.curve().map(files -> CurveKeys.load("zmq", files));
    ErrorLog errors = new ErrorLog(LOG, "zmq_dispatch_error", System::nanoTime);
    publisher = new Publisher(settings, keys, new Settlements(context, errors), errors);
  }

  /** Binds the socket. Fails with the reason when the address cannot be had; does not try again. */
  @Override
  public Future<Void> start() {
    return publisher
        .start()
        .onSuccess(
            address ->
                LOG.atInfo()
                    .addKeyValue("addr", address)
                    .addKeyValue("namespace", context.namespace())
                    .addKeyValue("encrypted", keys.isPresent())
                    .log("zmq_registered"))
        .mapEmpty();
  }

  @Override
  public void dispatch(List<TelemetryRecord> records, Outcomes outcomes) {
    Topic topic = topics.computeIfAbsent(records.get(0).type().name(), this::topic);
    long now = System.nanoTime();
    for (int i = 0; i < records.size(); i++) {
      publisher.add(new Delivery(records.get(i), topic, i, outcomes, now));
    }
    publisher.wake();
  }

  private Topic topic(String recordType) {
    return new Topic(context.topic(recordType));
  }

  /**
   * Hands over what waits, and lets the socket send it to the subscribers, within the limit. What
   * it has not sent by then was stored as far as is known here.
   */
  @Override
  public Future<Void> stop(Duration limit) {
    return publisher.stop(limit);
  }

  @Override
  public DispatcherHealth health() {
    return publisher.health();
  }
}
