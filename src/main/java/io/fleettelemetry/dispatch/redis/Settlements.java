package io.fleettelemetry.dispatch.redis;

import io.fleettelemetry.dispatch.DispatcherContext;
import io.fleettelemetry.dispatch.ErrorLog;
import io.fleettelemetry.metrics.PublishMetrics;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Ends records: counts, logs and tells the outcome, in one place. Thread-safe. */
final class Settlements {

  private final PublishMetrics metrics;
  private final Set<String> reliableAckTypes;
  private final Topics topics;
  private final Commands commands;
  private final ErrorLog errors;
  private volatile String lastFailure;

  Settlements(DispatcherContext context, Topics topics, Commands commands, ErrorLog errors) {
    this.metrics = context.metrics().publishing("redis");
    this.reliableAckTypes = context.reliableAckTypes();
    this.topics = topics;
    this.commands = commands;
    this.errors = errors;
  }

  /**
   * Redis has a record.
   *
   * @param copies to how many channels it went
   */
  void stored(Delivery delivery, long copies) {
    RecordType type = delivery.record().type();
    for (long copy = 0; copy < copies; copy++) {
      metrics.published(type, delivery.record().payload().length);
    }
    if (reliableAckTypes.contains(type.name())) {
      metrics.reliableAck(type);
    }
    if (lastFailure != null) {
      lastFailure = null;
    }
    delivery.outcomes().settle(delivery.index(), Outcome.STORED);
  }

  /**
   * A record was not stored.
   *
   * @param kind what is counted together
   * @param message what to tell an operator
   */
  void failed(Delivery delivery, Outcome outcome, String kind, String message) {
    TelemetryRecord record = delivery.record();
    metrics.error(record.type());
    errors.report(topics.shared(record), kind, message, fields(record));
    if (outcome == Outcome.FAILED) {
      lastFailure = message;
    }
    delivery.outcomes().settle(delivery.index(), outcome);
  }

  /** Something failed that is about no record. */
  void trouble(String kind, String message) {
    errors.report("", kind, message);
  }

  private Map<String, String> fields(TelemetryRecord record) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("channel", commands.channel(record));
    fields.put("vin", record.vin());
    fields.put("tx_type", record.type().name());
    fields.put("txid", record.txidText());
    return fields;
  }

  /** Why the last record failed for now; empty when one was stored since. */
  Optional<String> lastFailure() {
    return Optional.ofNullable(lastFailure);
  }
}
