/**
 * Throw-away authorities, the certificates and keys that they issue, revocation lists, and the PEM
 * files of all of these: for demonstrations, simulated vehicles and tests. May use no other
 * package.
 */
package io.fleettelemetry.pki;
