package io.fleettelemetry.auth;

import java.time.Instant;
import java.util.Locale;

/** What came of verifying a client's certificate chain. */
public sealed interface Verification {

  /**
   * The chain leads to an anchor.
   *
   * @param identification who the client is by its own certificate, the first of the chain
   * @param until the last moment at which every certificate of the path and its anchor are valid
   */
  record Trusted(Identification identification, Instant until) implements Verification {}

  /**
   * The client must not connect.
   *
   * @param detail why, in words that an operator can act on; names in it come from the client and
   *     are cut to a bounded length
   */
  record Rejected(Reason reason, String detail) implements Verification {}

  /**
   * Kinds of rejection. When several ways to an anchor fail, the reason that comes last here tells
   * the most about the client, and is given.
   */
  enum Reason {
    NO_CERTIFICATE,
    /** No anchor has the issuer's name, or the one that has it did not sign. */
    UNKNOWN_AUTHORITY,
    /** The anchor's own validity is over. */
    ANCHOR_EXPIRED,
    /** Broken or against the rules of RFC 5280 in any other way. */
    INVALID,
    NOT_YET_VALID,
    EXPIRED,
    /** Its extended key usage does not allow TLS clients. */
    NOT_A_CLIENT_CERTIFICATE,
    /** Its issuer, or that of an authority above it, has taken it back. */
    REVOKED,
    /** There is a list of allowed devices, and the device is not on it. */
    NOT_ALLOWED,
    /** The device is on the list of denied ones. */
    DENIED;

    /** As metrics and logs name it: {@code not_allowed}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
