package io.fleettelemetry.dispatch.kafka;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Utils;

/** Makes producers. */
@FunctionalInterface
interface Producers {

  /**
   * Makes one. Needs no broker, but looks names up and reads files: may block.
   *
   * @return empty when no broker's name resolves now; the client itself throws then, as it does for
   *     settings that never work
   * @throws KafkaException when the client refuses the settings
   */
  Optional<Producer<byte[], byte[]>> open(KafkaSettings settings);

  /** Apache's. */
  static Optional<Producer<byte[], byte[]>> kafka(KafkaSettings settings) {
    return settings.bootstrapServers().stream().anyMatch(Producers::resolves)
        ? Optional.of(new KafkaProducer<>(new HashMap<>(settings.producer())))
        : Optional.empty();
  }

  private static boolean resolves(String server) {
    return !new InetSocketAddress(Utils.getHost(server), Utils.getPort(server)).isUnresolved();
  }
}
