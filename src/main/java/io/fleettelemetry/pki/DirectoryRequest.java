package io.fleettelemetry.pki;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a {@link CertificateDirectory} is to hold.
 *
 * @param authority the authority's common name; empty takes the one that is there, or for a new one
 *     {@link #DEFAULT_AUTHORITY}
 * @param validity of a new authority, from now
 * @param names and addresses of the server, each {@linkplain HostNames#isValid valid}; none takes
 *     the certificate that is there, or for a new one {@link #DEFAULT_NAMES}
 * @param vehicles VINs, each {@linkplain #isVin valid}
 * @param revoked VINs of vehicles, asked for by this, that are to be on the revocation list
 * @param force whether what is there but is not as asked is replaced
 */
public record DirectoryRequest(
    Optional<String> authority,
    Duration validity,
    List<String> names,
    List<String> vehicles,
    List<String> revoked,
    boolean force) {

  /** One of the names that the server knows as vehicles' authorities. */
  public static final String DEFAULT_AUTHORITY = "Tesla Motors Products CA";

  /** Of a server on the same machine. */
  public static final List<String> DEFAULT_NAMES = List.of("localhost", "127.0.0.1", "::1");

  /** What {@link #isVin} asks for, for messages. */
  public static final String VIN_RULE = "must be 3 to 64 ASCII letters, digits, - or _";

  /** A part of a file's name; of two letters, it could make the authority's. */
  private static final Pattern VIN = Pattern.compile("[A-Za-z0-9_-]{3,64}");

  public DirectoryRequest {
    names = List.copyOf(names);
    vehicles = List.copyOf(vehicles);
    revoked = List.copyOf(revoked);
    if (!allVehicles(vehicles, revoked).stream().allMatch(DirectoryRequest::isVin)) {
      throw new IllegalArgumentException("VINs " + VIN_RULE);
    }
  }

  /** Whether a text may name a vehicle and its files. */
  public static boolean isVin(String text) {
    return VIN.matcher(text).matches();
  }

  /** The VINs of all vehicles, each one once. */
  Set<String> allVehicles() {
    return allVehicles(vehicles, revoked);
  }

  private static Set<String> allVehicles(List<String> vehicles, List<String> revoked) {
    List<String> all = new ArrayList<>(vehicles);
    all.addAll(revoked);
    return new LinkedHashSet<>(all);
  }
}
