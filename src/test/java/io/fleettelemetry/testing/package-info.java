/**
 * What the tests of all packages share: a fake vehicle that can also misbehave, a record builder,
 * dispatchers that record or follow a script, the contract that every dispatcher passes, captured
 * logs, and the watch for blocked event loops and leaked buffers. May use every package.
 */
package io.fleettelemetry.testing;
