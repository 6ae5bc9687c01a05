package io.fleettelemetry.auth;

/**
 * What decides whether a client may connect. Immutable.
 *
 * @param anchors where its certificate has to come from
 * @param revocations what was taken back since
 * @param access which of the devices may
 */
public record ClientRules(TrustAnchors anchors, RevocationLists revocations, AccessList access) {}
