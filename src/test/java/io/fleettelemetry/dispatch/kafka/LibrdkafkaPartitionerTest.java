package io.fleettelemetry.dispatch.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LibrdkafkaPartitionerTest {

  private static final String TOPIC = "tt_V";

  /** So many that the remainder shows 31 bits of the hash. */
  private static final int HUGE = Integer.MAX_VALUE;

  /** Where a producer built on librdkafka was seen to put these vehicles on four partitions. */
  @ParameterizedTest
  @CsvSource({"5YJ3E1EA000000042,0", "7G2TE1EA000000043,2", "D-1,3"})
  void defaultIsWhereTheFieldHasItsVehicles(String vin, int partition) {
    assertEquals(partition, partition(new LibrdkafkaPartitioner(), bytes(vin), 4));
    assertEquals(partition, partition(named("consistent"), bytes(vin), 4));
    assertEquals(partition, partition(named("consistent_random"), bytes(vin), 4));
  }

  /** The check value of CRC-32: cbf43926 for the digits 1 to 9, above the range of an int. */
  @Test
  void crc32IsTakenWithoutASign() {
    int expected = (int) (0xcbf43926L % 1000);
    assertEquals(expected, partition(named("consistent"), bytes("123456789"), 1000));
  }

  @ParameterizedTest
  @CsvSource({"kafka,1348980580", "amqp,767747138", "giberish123456789,257239820"})
  void murmur2(String key, int hash) {
    assertEquals(hash % HUGE, partition(HUGE, key, "murmur2"));
    assertEquals(hash % HUGE, partition(HUGE, key, "murmur2_random"));
  }

  @ParameterizedTest
  @CsvSource({
    "kafka,d33c4e1",
    "giberish123456789,77a58295",
    "1234,23bdd03",
    "4,310ca263",
    "'PreAmbleWillBeRemoved,ThePrePartThatIs',65cbd69c",
    "'',7ee3623b"
  })
  void fnv1a(String key, String hash) {
    int expected = Integer.parseInt(hash, 16) % HUGE;
    assertEquals(expected, partition(HUGE, key, "fnv1a"));
    assertEquals(expected, partition(HUGE, key, "fnv1a_random"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "consistent_random"})
  void anEmptyKeyGoesAnywhere(String name) {
    assertEquals(Set.of(0, 1, 2, 3), places(named(name), bytes("")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "consistent_random", "murmur2_random", "fnv1a_random"})
  void noKeyGoesAnywhere(String name) {
    assertEquals(Set.of(0, 1, 2, 3), places(named(name), null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"consistent", "murmur2", "fnv1a"})
  void noKeyIsOnePlaceForTheOthers(String name) {
    assertEquals(1, places(named(name), null).size());
  }

  @Test
  void randomDoesNotLookAtTheKey() {
    assertEquals(Set.of(0, 1, 2, 3), places(named("random"), bytes("5YJ3E1EA000000042")));
  }

  @Test
  void randomPrefersPartitionsThatHaveALeader() {
    Cluster half = cluster(IntStream.range(0, 2).mapToObj(p -> p == 0 ? null : NODE).toList());
    LibrdkafkaPartitioner partitioner = named("random");
    long onTheDead =
        IntStream.range(0, 2000)
            .filter(i -> partitioner.partition(TOPIC, null, null, null, null, half) == 0)
            .count();
    // A quarter of the throws, 500, where the leaderless one would else get half.
    assertTrue(onTheDead < 750, "on the partition without a leader: " + onTheDead);
  }

  private static final Node NODE = new Node(1, "localhost", 9092);

  private static LibrdkafkaPartitioner named(String name) {
    LibrdkafkaPartitioner partitioner = new LibrdkafkaPartitioner();
    partitioner.configure(Map.of("partitioner", name));
    return partitioner;
  }

  private static Set<Integer> places(LibrdkafkaPartitioner partitioner, byte[] key) {
    Set<Integer> places = new TreeSet<>();
    IntStream.range(0, 400).forEach(i -> places.add(partition(partitioner, key, 4)));
    return places;
  }

  private static int partition(int partitions, String key, String name) {
    return LibrdkafkaPartitioner.Algorithm.of(name).orElseThrow().partition(bytes(key), partitions);
  }

  private static int partition(LibrdkafkaPartitioner partitioner, byte[] key, int partitions) {
    Cluster cluster = cluster(IntStream.range(0, partitions).mapToObj(p -> NODE).toList());
    return partitioner.partition(TOPIC, key, key, null, null, cluster);
  }

  private static Cluster cluster(List<Node> leaders) {
    List<PartitionInfo> partitions = new ArrayList<>();
    for (int p = 0; p < leaders.size(); p++) {
      partitions.add(new PartitionInfo(TOPIC, p, leaders.get(p), new Node[0], new Node[0]));
    }
    return new Cluster("id", List.of(NODE), partitions, Set.of(), Set.of());
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }
}
