package io.fleettelemetry.dispatch.kafka;

import java.util.Map;
import java.util.Set;

/** librdkafka's names of properties, beside those that the Java client has under the same name. */
final class LibrdkafkaNames {

  /** Names of the same property in the Java client; the value may still need a translation. */
  static final Map<String, String> RENAMED =
      Map.ofEntries(
          Map.entry("metadata.broker.list", "bootstrap.servers"),
          Map.entry("sasl.mechanisms", "sasl.mechanism"),
          Map.entry("queue.buffering.max.ms", "linger.ms"),
          Map.entry("queue.buffering.max.kbytes", "buffer.memory"),
          Map.entry("message.max.bytes", "max.request.size"),
          Map.entry("request.required.acks", "acks"),
          Map.entry("message.timeout.ms", "delivery.timeout.ms"),
          Map.entry("message.send.max.retries", "retries"),
          Map.entry("compression.codec", "compression.type"),
          Map.entry("max.in.flight", "max.in.flight.requests.per.connection"),
          Map.entry("socket.send.buffer.bytes", "send.buffer.bytes"),
          Map.entry("socket.receive.buffer.bytes", "receive.buffer.bytes"),
          Map.entry("topic.metadata.refresh.interval.ms", "metadata.max.age.ms"),
          Map.entry("socket.timeout.ms", "request.timeout.ms"));

  /** Those of the above that are other properties there: the Java client's name wins over them. */
  static final Set<String> WEAK = Set.of("topic.metadata.refresh.interval.ms", "socket.timeout.ms");

  /** Properties that are translated in the code, not by a name alone. */
  static final Set<String> TRANSLATED =
      Set.of(
          "queue.buffering.max.messages",
          "compression.level",
          "partitioner",
          "enable.ssl.certificate.verification",
          "ssl.ca.location",
          "ssl.ca.pem",
          "ssl.certificate.location",
          "ssl.certificate.pem",
          "ssl.key.location",
          "ssl.key.pem",
          "sasl.username",
          "sasl.password",
          "sasl.kerberos.principal",
          "sasl.kerberos.keytab");

  /** Tunings of librdkafka, of its consumers too, that the Java client has no counterpart of. */
  static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "allow.auto.create.topics",
          "api.version.fallback.ms",
          "api.version.request",
          "api.version.request.timeout.ms",
          "auto.commit.enable",
          "auto.commit.interval.ms",
          "auto.offset.reset",
          "batch.num.messages",
          "broker.address.family",
          "broker.address.ttl",
          "broker.version.fallback",
          "builtin.features",
          "check.crcs",
          "client.rack",
          "client.software.name",
          "client.software.version",
          "connection.max.idle.ms",
          "consume.callback.max.messages",
          "coordinator.query.interval.ms",
          "debug",
          "delivery.report.only.error",
          "enable.auto.commit",
          "enable.auto.offset.store",
          "enable.gapless.guarantee",
          "enable.partition.eof",
          "enable.random.seed",
          "enabled_events",
          "fetch.error.backoff.ms",
          "fetch.max.bytes",
          "fetch.message.max.bytes",
          "fetch.min.bytes",
          "fetch.queue.backoff.ms",
          "fetch.wait.max.ms",
          "group.id",
          "group.instance.id",
          "group.protocol",
          "group.protocol.type",
          "group.remote.assignor",
          "heartbeat.interval.ms",
          "internal.termination.signal",
          "isolation.level",
          "log.connection.close",
          "log.queue",
          "log.thread.name",
          "log_level",
          "max.partition.fetch.bytes",
          "max.poll.interval.ms",
          "message.copy.max.bytes",
          "offset.store.method",
          "offset.store.path",
          "offset.store.sync.interval.ms",
          "partition.assignment.strategy",
          "plugin.library.paths",
          "produce.offset.report",
          "queue.buffering.backpressure.threshold",
          "queued.max.messages.kbytes",
          "queued.min.messages",
          "queuing.strategy",
          "receive.message.max.bytes",
          "reconnect.backoff.jitter.ms",
          "session.timeout.ms",
          "socket.blocking.max.ms",
          "socket.keepalive.enable",
          "socket.max.fails",
          "socket.nagle.disable",
          "ssl.ca.certificate.stores",
          "ssl.curves.list",
          "ssl.engine.id",
          "ssl.engine.location",
          "ssl.providers",
          "ssl.sigalgs.list",
          "statistics.interval.ms",
          "sticky.partitioning.linger.ms",
          "topic.blacklist",
          "topic.metadata.propagation.max.ms",
          "topic.metadata.refresh.fast.cnt",
          "topic.metadata.refresh.fast.interval.ms",
          "topic.metadata.refresh.sparse",
          // The Java client's own: the dispatcher never blocks, and sends in no transaction.
          "max.block.ms",
          "transaction.timeout.ms");

  /** Names that one or both clients know and that cannot be had here, each with the reason. */
  static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry("transactional.id", "records are not sent in transactions"),
          Map.entry("transaction.two.phase.commit.enable", "records are not sent in transactions"),
          Map.entry("key.serializer", "keys are always VINs in UTF-8"),
          Map.entry("value.serializer", "values are always the payloads as they are"),
          Map.entry("ssl.crl.location", "revocation lists are not read by the Java client"));

  /** What the Go client of librdkafka reads itself. */
  static final String GO_PREFIX = "go.";

  private LibrdkafkaNames() {}
}
