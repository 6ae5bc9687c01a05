package io.fleettelemetry.dispatch.kafka;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/**
 * Puts a key on the partition on which librdkafka would put it, so that the records of a vehicle
 * stay where they were when they came through a producer built on librdkafka. The client makes it
 * by its class name and tells it which algorithm by the property {@code partitioner}.
 */
public final class LibrdkafkaPartitioner implements Partitioner {

  /** The property that names the algorithm, in librdkafka's words. */
  static final String PROPERTY = "partitioner";

  private static final byte[] NO_BYTES = {};

  private Algorithm algorithm = Algorithm.CONSISTENT_RANDOM;

  /** librdkafka's partitioners; the names in lower case are its own. */
  enum Algorithm {
    /** Any partition, whatever the key. */
    RANDOM,
    /** CRC-32 of the key. */
    CONSISTENT,
    /** As {@link #CONSISTENT}, but any partition for no key and for an empty one. */
    CONSISTENT_RANDOM,
    /** The Java client's hash of the key. */
    MURMUR2,
    /** As {@link #MURMUR2}, but any partition for no key. */
    MURMUR2_RANDOM,
    /** FNV-1a of the key, as Sarama takes it. */
    FNV1A,
    /** As {@link #FNV1A}, but any partition for no key. */
    FNV1A_RANDOM;

    static Optional<Algorithm> of(String name) {
      return Arrays.stream(values()).filter(a -> a.label().equals(name)).findFirst();
    }

    static String labels() {
      return Arrays.stream(values()).map(Algorithm::label).collect(Collectors.joining(", "));
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    private boolean isRandomFor(byte[] key) {
      return switch (this) {
        case RANDOM -> true;
        case CONSISTENT_RANDOM -> key == null || key.length == 0;
        case MURMUR2_RANDOM, FNV1A_RANDOM -> key == null;
        case CONSISTENT, MURMUR2, FNV1A -> false;
      };
    }

    /** Where a key goes that {@link #isRandomFor} leaves to the hash. */
    int partition(byte[] key, int partitions) {
      return Integer.remainderUnsigned(hash(key), partitions);
    }

    /** The hash as librdkafka has it: 32 bits without a sign. */
    private int hash(byte[] key) {
      return switch (this) {
        case RANDOM -> throw new IllegalStateException("random has no hash");
        case CONSISTENT, CONSISTENT_RANDOM -> crc32(key);
        case MURMUR2, MURMUR2_RANDOM -> Utils.murmur2(key) & 0x7fffffff;
        case FNV1A, FNV1A_RANDOM -> fnv1a(key);
      };
    }
  }

  @Override
  public void configure(Map<String, ?> configs) {
    algorithm = Algorithm.of(String.valueOf(configs.get(PROPERTY))).orElse(algorithm);
  }

  @Override
  public int partition(
      String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
    int partitions = cluster.partitionCountForTopic(topic);
    if (algorithm.isRandomFor(keyBytes)) {
      return anyOf(topic, partitions, cluster);
    }
    return algorithm.partition(keyBytes == null ? NO_BYTES : keyBytes, partitions);
  }

  /** As librdkafka: a second throw of the dice when the first shows a partition without leader. */
  private static int anyOf(String topic, int partitions, Cluster cluster) {
    ThreadLocalRandom dice = ThreadLocalRandom.current();
    int partition = dice.nextInt(partitions);
    PartitionInfo info = cluster.partition(new TopicPartition(topic, partition));
    boolean available = info != null && info.leader() != null;
    return available ? partition : dice.nextInt(partitions);
  }

  private static int crc32(byte[] key) {
    CRC32 crc = new CRC32();
    crc.update(key);
    return (int) crc.getValue();
  }

  private static int fnv1a(byte[] key) {
    int hash = 0x811c9dc5;
    for (byte b : key) {
      hash = (hash ^ (b & 0xff)) * 0x01000193;
    }
    // The smallest int has no positive counterpart and stays, taken without a sign afterwards.
    return hash < 0 ? -hash : hash;
  }

  @Override
  public void close() {}
}
