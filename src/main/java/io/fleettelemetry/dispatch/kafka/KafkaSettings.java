package io.fleettelemetry.dispatch.kafka;

import io.fleettelemetry.config.Section;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the producer is made with.
 *
 * @param bootstrapServers {@code host:port} of brokers, at least one
 * @param producer properties in the Java client's names, complete; secrets are {@link
 *     org.apache.kafka.common.config.types.Password}s, which do not print themselves
 * @param maxRecords records that the client may hold at once; more wait before it
 * @param deliveryTimeout how long a record may wait for the client, and once more for the broker
 */
public record KafkaSettings(
    List<String> bootstrapServers,
    Map<String, Object> producer,
    int maxRecords,
    Duration deliveryTimeout) {

  public KafkaSettings {
    bootstrapServers = List.copyOf(bootstrapServers);
    producer = Map.copyOf(producer);
  }

  /**
   * Reads the section {@code kafka}: librdkafka's properties are translated, the Java client's own
   * are taken as they are, and what neither knows is an error.
   */
  public static KafkaSettings read(Section section) {
    return new SettingsTranslation(section).translate();
  }

  /** The properties as sorted text, secrets hidden. */
  @Override
  public String toString() {
    return "KafkaSettings" + new TreeMap<>(producer);
  }
}
