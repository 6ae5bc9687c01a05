package io.fleettelemetry.metrics;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;

/**
 * Every metric's name and every tag's key. A name is written to the back ends exactly as it stands
 * here; dashboards in the field depend on those without the prefix {@code fleet_telemetry_}.
 */
final class MetricNames {

  // Tags
  static final String RECORD_TYPE = "record_type";
  static final String DISPATCHER = "dispatcher";
  static final String DEVICE_ID = "device_id";
  static final String TXTYPE = "txtype";
  static final String MSG_TYPE = "msg_type";
  static final String VIN = "vin";
  static final String TYPE = "type";
  static final String REASON = "reason";
  static final String OUTCOME = "outcome";
  static final String CERTIFICATE = "certificate";
  static final String NAME = "name";

  /** Tag value for all that has no series of its own. */
  static final String OTHER = "other";

  // Messages
  static final String RATE_LIMIT_EXCEEDED = "rate_limit_exceeded_total";
  static final String RECORD_TOO_BIG = "record_too_big_total";
  static final String UNAUTHORIZED_SENDER_ID = "unauthorized_sender_id_total";
  static final String UNEXPECTED_RECORD = "unexpected_record_err_total";
  static final String SOCKET_ERROR = "socket_err_total";
  static final String UNKNOWN_MESSAGE_TYPE = "unknown_message_type_error_total";

  // Records
  static final String DISPATCH = "dispatch_total";
  static final String RECORD = "record_total";
  static final String RECORD_SIZE_BYTES = "record_size_bytes_total";
  static final String SIGNAL_COUNT = "signal_count";
  static final String VIN_SIGNAL_COUNT = "vin_signal_count";
  static final String RELIABLE_ACK = "reliable_ack";
  static final String RELIABLE_ACK_MISS = "reliable_ack_miss";

  // Server and process
  static final String NUM_CONNECTIONS = "num_connections";
  static final String UPTIME = "uptime_sec";
  static final String THREADS = "num_goroutine";
  static final String MEMORY_ALLOCATED = "memory_allocated_bytes";
  static final String MEMORY_HEAP = "memory_heap";
  static final String MEMORY_STACK = "memory_stack";
  static final String GC_TOTAL_PAUSE = "gc_total_pause";
  static final String GC_PAUSE_PER_SECOND = "gc_pause_per_second";
  static final String GC_PER_SECOND = "gc_per_second";

  // Kafka
  static final String KAFKA_PRODUCE = "kafka_produce_total";
  static final String KAFKA_PRODUCE_BYTES = "kafka_produce_total_bytes";
  static final String KAFKA_PRODUCE_ACK = "kafka_produce_ack_total";
  static final String KAFKA_PRODUCE_ACK_BYTES = "kafka_produce_ack_total_bytes";
  static final String KAFKA_RELIABLE_ACK = "kafka_reliable_ack_total";
  static final String KAFKA_PRODUCE_QUEUE_SIZE = "kafka_produce_queue_size";
  static final String KAFKA_ERROR = "kafka_err";

  /** After a dispatcher's name: what failed in it. */
  static final String ERROR_SUFFIX = "_err";

  /** After a dispatcher's name: messages that its system has. */
  static final String PUBLISH_SUFFIX = "_publish_total";

  /** After a dispatcher's name: the bytes of those messages. */
  static final String PUBLISH_BYTES_SUFFIX = "_publish_total_bytes";

  /** After a dispatcher's name: confirmed records whose acks wait for it. */
  static final String SYSTEM_ACK_SUFFIX = "_reliable_ack_total";

  // The server's own
  static final String DROPPED = "fleet_telemetry_dropped_total";
  static final String DEAD_LETTERS = "fleet_telemetry_dead_letters_total";
  static final String ACK_LATENCY = "fleet_telemetry_ack_latency_seconds";
  static final String DISPATCH_LATENCY = "fleet_telemetry_dispatch_latency_seconds";
  static final String IN_FLIGHT_RECORDS = "fleet_telemetry_in_flight_records";
  static final String IN_FLIGHT_BYTES = "fleet_telemetry_in_flight_bytes";
  static final String PAUSED_CONNECTIONS = "fleet_telemetry_paused_connections";
  static final String TLS_HANDSHAKES = "fleet_telemetry_tls_handshakes_total";
  static final String CONNECTIONS_REFUSED = "fleet_telemetry_connections_refused_total";
  static final String CONNECTIONS_ENDED = "fleet_telemetry_connections_ended_total";
  static final String CERTIFICATE_DAYS_LEFT = "fleet_telemetry_certificate_days_left";
  static final String RELOADS = "fleet_telemetry_reloads_total";

  /** Of names that begin with a dispatcher's; the longer of two that fit comes first. */
  private static final List<Map.Entry<String, String>> HELP_BY_SUFFIX =
      List.of(
          entry(PUBLISH_BYTES_SUFFIX, "Bytes of the messages that the system has"),
          entry(PUBLISH_SUFFIX, "Messages that the system has"),
          entry(SYSTEM_ACK_SUFFIX, "Confirmed records whose acks wait for it"),
          entry(ERROR_SUFFIX, "Records, or parts of them, that were not stored"));

  private static final Map<String, String> HELP =
      Map.ofEntries(
          entry(RATE_LIMIT_EXCEEDED, "Messages over the rate limit"),
          entry(RECORD_TOO_BIG, "Messages longer than a record may be"),
          entry(UNAUTHORIZED_SENDER_ID, "Always 0"),
          entry(UNEXPECTED_RECORD, "Errors sent to vehicles"),
          entry(SOCKET_ERROR, "Answers that could not be written"),
          entry(UNKNOWN_MESSAGE_TYPE, "Envelopes without a record, by their tag"),
          entry(DISPATCH, "Accepted records, once however many dispatchers"),
          entry(RECORD, "Accepted records"),
          entry(RECORD_SIZE_BYTES, "Payload of accepted records after the transforms"),
          entry(SIGNAL_COUNT, "Signals and alerts in accepted records"),
          entry(VIN_SIGNAL_COUNT, "Signals and alerts of tracked vehicles"),
          entry(RELIABLE_ACK, "Acks after the dispatcher's confirmation"),
          entry(RELIABLE_ACK_MISS, "Confirmations whose vehicle had left"),
          entry(NUM_CONNECTIONS, "Connected vehicles"),
          entry(UPTIME, "Seconds since the start"),
          entry(THREADS, "Live threads"),
          entry(MEMORY_ALLOCATED, "Used heap"),
          entry(MEMORY_HEAP, "Used heap"),
          entry(MEMORY_STACK, "Most that the stacks of live threads may take, bytes"),
          entry(GC_TOTAL_PAUSE, "Time the process stood still for collections, milliseconds"),
          entry(GC_PAUSE_PER_SECOND, "Time lately stood still, milliseconds a second"),
          entry(GC_PER_SECOND, "Pauses lately, a second"),
          entry(KAFKA_PRODUCE, "Records the client has taken"),
          entry(KAFKA_PRODUCE_BYTES, "Payload the client has taken"),
          entry(KAFKA_PRODUCE_ACK, "Records the broker has confirmed"),
          entry(KAFKA_PRODUCE_ACK_BYTES, "Payload the broker has confirmed"),
          entry(KAFKA_RELIABLE_ACK, "Confirmed records whose acks wait for it"),
          entry(KAFKA_PRODUCE_QUEUE_SIZE, "What waits in the client"),
          entry(KAFKA_ERROR, "Failures of records or of the client"),
          entry(DROPPED, "Records lost for one dispatcher"),
          entry(DEAD_LETTERS, "What was handed to the dispatcher of dead letters"),
          entry(ACK_LATENCY, "From a record's hand-over to the outcome that acks it"),
          entry(DISPATCH_LATENCY, "From a record's publication to its outcome"),
          entry(IN_FLIGHT_RECORDS, "Records on their way through a dispatcher"),
          entry(IN_FLIGHT_BYTES, "What those records are counted as, payload and overhead"),
          entry(PAUSED_CONNECTIONS, "Connections not read until there is room"),
          entry(TLS_HANDSHAKES, "TLS handshakes of the vehicle listener"),
          entry(CONNECTIONS_REFUSED, "Connections not let in"),
          entry(CONNECTIONS_ENDED, "Connections that the server ended, by reason"),
          entry(CERTIFICATE_DAYS_LEFT, "Days until it ends, negative when it has"),
          entry(RELOADS, "Reloads of the configuration and its files"));

  private MetricNames() {}

  /** A line for people about one of these metrics; null for any other. */
  static String help(String name) {
    String help = HELP.get(name);
    return help != null ? help : helpOfDispatcher(name);
  }

  private static String helpOfDispatcher(String name) {
    return HELP_BY_SUFFIX.stream()
        .filter(entry -> name.endsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }
}
