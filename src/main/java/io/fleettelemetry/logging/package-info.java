/**
 * How log lines look and where they go: one line an event to standard error, as logfmt text or as
 * JSON. Events are logged through SLF4J's fluent interface, message names in snake_case and fields
 * as key-value pairs; this package adds time, level, {@code context} and {@code activity}.
 * Libraries log through the same lines, with their logger's name in the field {@code logger}. May
 * use config.
 */
package io.fleettelemetry.logging;
