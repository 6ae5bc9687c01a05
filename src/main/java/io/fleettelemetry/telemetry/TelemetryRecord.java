package io.fleettelemetry.telemetry;

import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/**
 * A record as dispatchers get it: decoded, transformed, with its metadata. Immutable, so that it
 * crosses threads by reference; nobody writes to the arrays it hands out.
 */
public final class TelemetryRecord {

  private static final byte[] ENVELOPE_VERSION = {'0'};

  private final RecordType type;
  private final String vin;
  private final byte[] txid;
  private final byte[] protobuf;
  private final byte[] payload;
  private final long createdAtMillis;
  private final long receivedAtMillis;
  private final String clientVersion;

  /**
   * A record of one vehicle.
   *
   * @param vin the certificate's device id, never what the message says
   * @param txid the message's id as the vehicle sent it: any bytes, maybe none
   * @param protobuf the transformed protobuf, or the payload as it came for a type without a schema
   * @param payload what dispatchers hand on: {@code protobuf} itself, or JSON when records are
   *     transmitted decoded
   * @param createdAtMillis the envelope's creation time, epoch milliseconds; 0 when absent
   * @param receivedAtMillis when the server read it, epoch milliseconds
   * @param clientVersion the vehicle's {@code Version} header; empty when absent
   */
  public TelemetryRecord(
      RecordType type,
      String vin,
      byte[] txid,
      byte[] protobuf,
      byte[] payload,
      long createdAtMillis,
      long receivedAtMillis,
      String clientVersion) {
    this.type = type;
    this.vin = vin;
    this.txid = txid;
    this.protobuf = protobuf;
    this.payload = payload;
    this.createdAtMillis = createdAtMillis;
    this.receivedAtMillis = receivedAtMillis;
    this.clientVersion = clientVersion;
  }

  public RecordType type() {
    return type;
  }

  public String vin() {
    return vin;
  }

  /** The message's id as bytes; may be no valid UTF-8. */
  public byte[] txid() {
    return txid;
  }

  /** The message's id as text; bytes that are no UTF-8 are replaced. */
  public String txidText() {
    return new String(txid, StandardCharsets.UTF_8);
  }

  /** The transformed protobuf, whatever {@link #payload} is. */
  public byte[] protobuf() {
    return protobuf;
  }

  /** What is handed to the dispatcher's system. */
  public byte[] payload() {
    return payload;
  }

  /** Bytes of what it alone holds of its message: payload, protobuf where it is another, id. */
  public int size() {
    int other = payload == protobuf ? 0 : protobuf.length;
    return payload.length + other + txid.length;
  }

  public long createdAtMillis() {
    return createdAtMillis;
  }

  public long receivedAtMillis() {
    return receivedAtMillis;
  }

  public String clientVersion() {
    return clientVersion;
  }

  /**
   * Hands the seven metadata entries over, always in the same order: vin, receivedat, timestamp,
   * txid, txtype, version, device_client_version. Values are text in UTF-8, but for txid, which is
   * what the vehicle sent.
   */
  public void forEachMetadata(BiConsumer<String, byte[]> consumer) {
    consumer.accept("vin", utf8(vin));
    consumer.accept("receivedat", utf8(Long.toString(receivedAtMillis)));
    consumer.accept("timestamp", utf8(Long.toString(createdAtMillis)));
    consumer.accept("txid", txid);
    consumer.accept("txtype", utf8(type.name()));
    consumer.accept("version", ENVELOPE_VERSION);
    consumer.accept("device_client_version", utf8(clientVersion));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
