package io.fleettelemetry.dispatch.kafka;

import io.fleettelemetry.dispatch.ErrorLog;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells an operator that the connection is gone, and that it is back. Nothing else does: while a
 * broker is away records only wait. For one thread.
 */
final class ConnectionWatch {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaDispatcher.class);

  /** Being away for shorter is not worth a line: a broker that restarts, a client that idles. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ProducerLink link;
  private final ErrorLog errors;
  private long connectedAtNanos = System.nanoTime();
  private boolean reported;

  ConnectionWatch(ProducerLink link, ErrorLog errors) {
    this.link = link;
    this.errors = errors;
  }

  /** Looks once; to be called every second or more often. */
  void look() {
    long now = System.nanoTime();
    if (link.isConnected()) {
      connectedAtNanos = now;
      if (reported) {
        reported = false;
        LOG.atInfo().addKeyValue("bootstrap_servers", link.servers()).log("kafka_connected");
      }
    } else if (now - connectedAtNanos > PATIENCE.toNanos()) {
      reported = true;
      errors.report("", "NotConnected", link.problem());
    }
  }
}
