/**
 * Private keys, certificates and revocation lists in PEM files, read and written; and throw-away
 * authorities that issue them, for demonstrations, simulated vehicles and tests. May use no other
 * package.
 */
package io.fleettelemetry.pki;
