/**
 * What the server changes in a record, records and dead letters as JSON, and the values of records
 * one by one for dispatchers that write them in their own way ({@link
 * io.fleettelemetry.transform.VehicleDatum}): pure functions over the wire bytes, without Vert.x.
 * May use telemetry; of libraries, the descriptors of the generated messages and Jackson, for the
 * shortest digits of floating-point numbers and for dead letters.
 *
 * <p>Nothing here trusts its input or throws for it, and nothing a vehicle sends is followed by
 * recursion: depth is bounded by the schema, whatever is unknown is skipped with a stack of its
 * own.
 */
package io.fleettelemetry.transform;
