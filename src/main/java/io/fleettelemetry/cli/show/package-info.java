/**
 * What the command {@code show} does: the records of a store as a table, CSV or JSON. May use every
 * package but the root and cli, whose command it serves.
 */
package io.fleettelemetry.cli.show;
