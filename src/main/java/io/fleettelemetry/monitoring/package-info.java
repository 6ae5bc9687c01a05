/**
 * What operators and their systems ask the server over plain HTTP: status, health, the metrics
 * page. Knows no dispatcher and no connection; what it shows comes from suppliers. May use config
 * and metrics.
 */
package io.fleettelemetry.monitoring;
