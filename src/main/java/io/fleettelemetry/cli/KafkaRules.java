package io.fleettelemetry.cli;

import java.util.List;
import java.util.function.Predicate;

/** Apache's client for Java in place of librdkafka. */
final class KafkaRules {

  private static final String IDEMPOTENCE = "kafka.enable.idempotence";
  private static final String IN_FLIGHT = "kafka.max.in.flight.requests.per.connection";
  private static final String PARTITIONER = "kafka.partitioner";
  private static final String BATCH = "kafka.batch.size";

  static final List<MigrationRule> ALL =
      List.of(
          MigrationRule.when(
              used(file -> file.defaultsTo(IDEMPOTENCE, true)),
              new Difference(
                  IDEMPOTENCE,
                  "the producer is idempotent unless told otherwise, librdkafka's is not",
                  "brokers before 2.8 must grant IdempotentWrite on the cluster; false turns it"
                      + " off")),
          MigrationRule.when(
              used(file -> file.defaultsTo(IN_FLIGHT, 1)),
              new Difference(
                  IN_FLIGHT,
                  "one request at a time is in flight to a broker, so that a vehicle's records keep"
                      + " their order; librdkafka takes a million",
                  "a larger number is faster over long distances and may change the order")),
          MigrationRule.when(
              used(KafkaRules::hasDefaultBuffer),
              new Difference(
                  "kafka.queue.buffering.max.kbytes",
                  "the client holds at most 32768 KiB of records, librdkafka 1048576; more wait"
                      + " before it, up to a bound, and then dispatch.overflow.kafka decides",
                  "a larger number takes its room from the heap")),
          MigrationRule.when(
              used(file -> file.defaultsTo(BATCH, 65_536L)),
              new Difference(BATCH, "a batch is at most 65536 bytes, librdkafka's 1000000", "")),
          MigrationRule.when(
              used(file -> file.defaultsTo(PARTITIONER, "consistent_random")),
              new Difference(
                  PARTITIONER,
                  "the same as in the field: CRC32 of the VIN, so that each VIN stays on its"
                      + " partition",
                  "")));

  private KafkaRules() {}

  private static Predicate<FileFacts> used(Predicate<FileFacts> rule) {
    return rule.and(file -> file.uses("kafka"));
  }

  private static boolean hasDefaultBuffer(FileFacts file) {
    return !file.gives("kafka.queue.buffering.max.kbytes") && !file.gives("kafka.buffer.memory");
  }
}
