package io.fleettelemetry.cli.show;

/**
 * One thing that a record says.
 *
 * @param field what: a signal, an alert, an error; empty for the record as a whole
 * @param value the text
 */
record Row(String field, String value) {}
