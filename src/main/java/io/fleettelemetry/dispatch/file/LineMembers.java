package io.fleettelemetry.dispatch.file;

/**
 * What a line of a store says of its record.
 *
 * @param txid in base64 where it is no text; empty when absent
 * @param binarySize bytes of payload or protobuf; 0 when absent
 * @param dataFrom where in the line the content starts
 * @param dataTo where it ends; {@code dataFrom} when absent
 */
record LineMembers(
    String vin,
    String type,
    long receivedAtMillis,
    String txid,
    int binarySize,
    int dataFrom,
    int dataTo) {}
