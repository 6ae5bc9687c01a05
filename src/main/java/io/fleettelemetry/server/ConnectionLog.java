package io.fleettelemetry.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleettelemetry.protocol.Envelope;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** What is logged of one connection, and the sums that its last line tells. */
final class ConnectionLog {

  private static final Logger LOG = LoggerFactory.getLogger(VehicleConnection.class);

  /** Longer texts of a vehicle are cut; one may be as long as its message. */
  private static final int SHOWN = 256;

  private static final int MOST_BYTES_A_CHARACTER = 4;

  private final Vehicle vehicle;
  private final Routing routing;
  private final long sinceNanos = System.nanoTime();

  /** Payload bytes by route, and behind them of types without one. */
  private final long[] bytes;

  /** Why the server ended it; null where it did not. */
  private String endReason;

  ConnectionLog(Vehicle vehicle, Routing routing) {
    this.vehicle = vehicle;
    this.routing = routing;
    this.bytes = new long[routing.size() + 1];
  }

  /**
   * Adds a record to the sums.
   *
   * @param route null for a type without one
   */
  void accepted(Route route, TelemetryRecord record, int payloadBytes) {
    bytes[route == null ? routing.size() : route.index()] += payloadBytes;
    if (route != null && LOG.isDebugEnabled()) {
      LOG.atDebug()
          .addKeyValue("record_type", record.type())
          .addKeyValue("txid", shown(record.txid()))
          .addKeyValue("vin", vehicle.vin())
          .log("dispatching_message");
    }
  }

  /**
   * An answer is due.
   *
   * @param responseType {@code ack} or {@code error}
   */
  void responding(String responseType, byte[] txid) {
    if (LOG.isDebugEnabled()) {
      LOG.atDebug()
          .addKeyValue("response_type", responseType)
          .addKeyValue("txid", shown(txid))
          .log("message_respond");
    }
  }

  void unknownMessageType(Envelope.NotARecord envelope) {
    LOG.atError()
        .addKeyValue("error", "message is no record")
        .addKeyValue("msg_type", Integer.toString(Math.max(envelope.tag(), 0)))
        .addKeyValue("msg_txid", shown(envelope.txid()))
        .addKeyValue("txid", vehicle.connectionId())
        .log("unknown_message_type_error");
  }

  void unexpectedRecord(byte[] txid, String type, String reason) {
    unexpected(txid, type, reason).log("unexpected_record");
  }

  /** The same of what became a dead letter. */
  void deadLetter(byte[] txid, String type, String reason) {
    unexpected(txid, type, reason).addKeyValue("dead_letter", true).log("unexpected_record");
  }

  private LoggingEventBuilder unexpected(byte[] txid, String type, String reason) {
    return LOG.atError()
        .addKeyValue("device_id", vehicle.vin())
        .addKeyValue("error", reason)
        .addKeyValue("record_type", shown(type))
        .addKeyValue("txid", shown(txid));
  }

  void unexpectedSender(Envelope.Record envelope, RecordType type) {
    LOG.atError()
        .addKeyValue("error", "record type is not in records, and the sender is another device")
        .addKeyValue("sender_id", shown(envelope.senderId()))
        .addKeyValue("expected_sender_id", vehicle.identity().senderId())
        .addKeyValue("txid", shown(envelope.txid()))
        .addKeyValue("record_type", shown(type.name()))
        .log("unexpected_sender_id");
  }

  void rateLimited() {
    LOG.atWarn().addKeyValue("device_id", vehicle.vin()).log("rate_limit_exceeded");
  }

  void violation(int closeCode, String reason) {
    LOG.atWarn()
        .addKeyValue("device_id", vehicle.vin())
        .addKeyValue("close_code", closeCode)
        .addKeyValue("reason", reason)
        .log("socket_protocol_violation");
  }

  /** A fault of ours: its stack belongs in the line. */
  void failed(Throwable fault) {
    LOG.atError()
        .addKeyValue("device_id", vehicle.vin())
        .addKeyValue("error", String.valueOf(fault.getMessage()))
        .setCause(fault)
        .log("message_failed");
  }

  /** The server ends the connection, for one of a fixed set of words. */
  void ending(String reason) {
    endReason = reason;
  }

  /** Its certificate does not admit the vehicle any more. */
  void refused(String detail) {
    LOG.atWarn()
        .addKeyValue("device_id", vehicle.vin())
        .addKeyValue("error", detail)
        .addKeyValue("txid", vehicle.connectionId())
        .log("admission_lost");
  }

  void disconnected() {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - sinceNanos);
    LoggingEventBuilder line = LOG.atInfo().addKeyValue("duration_sec", seconds);
    long total = 0;
    for (Route route : routing.routes()) {
      if (bytes[route.index()] > 0) {
        line = line.addKeyValue(route.type().name(), Long.toString(bytes[route.index()]));
      }
    }
    for (long sum : bytes) {
      total += sum;
    }
    if (endReason != null) {
      line = line.addKeyValue("reason", endReason);
    }
    line.addKeyValue("txid", vehicle.connectionId())
        .addKeyValue("total", Long.toString(total))
        .log("socket_disconnected");
  }

  /** A text of a vehicle, cut where it is long. */
  static String shown(byte[] text) {
    int length = Math.min(text.length, (SHOWN + 1) * MOST_BYTES_A_CHARACTER);
    return shown(new String(text, 0, length, UTF_8));
  }

  private static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
