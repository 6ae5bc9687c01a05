package io.fleettelemetry.bus;

import io.fleettelemetry.telemetry.RecordType;

/** The event bus addresses; each has exactly one consumer, so that a vehicle's order holds. */
public final class Addresses {

  private Addresses() {}

  /**
   * Where a dispatcher's shard gets the record batches of one type.
   *
   * @param shard from 0; see {@link #shard}
   */
  public static String records(RecordType type, String dispatcher, int shard) {
    return "telemetry." + type.name() + "." + dispatcher + "." + shard;
  }

  /**
   * Where an ingest instance gets outcomes.
   *
   * @param instance a name that no other instance of the cluster has
   */
  public static String outcomes(String instance) {
    return "ingest." + instance + ".outcomes";
  }

  /** The shard of a vehicle: always the same one for a VIN. */
  public static int shard(String vin, int shards) {
    return shards == 1 ? 0 : Math.floorMod(vin.hashCode(), shards);
  }
}
