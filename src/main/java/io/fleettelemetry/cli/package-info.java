/**
 * The command line: what the operator may write, what is printed, and with which status the process
 * ends. Nothing here ends the process itself. May use every package but the root, which wires it.
 */
package io.fleettelemetry.cli;
