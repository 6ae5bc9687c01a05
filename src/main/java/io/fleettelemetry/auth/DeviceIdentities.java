package io.fleettelemetry.auth;

import io.fleettelemetry.auth.Identification.Identified;
import io.fleettelemetry.auth.Identification.Refused;
import io.fleettelemetry.telemetry.DeviceIdentity;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the identity of a device from its verified certificate: the issuer's common name decides
 * what kind of device it is, alone or with the object identifiers in the extended key usage.
 */
public final class DeviceIdentities {

  private static final String VEHICLE_DEVICE = "vehicle_device";
  private static final String VEHICLE_BOARD_DEVICE = "vehicle_board_device";

  private static final String MOTORS_PRODUCTS_CA = "Tesla Motors Products CA";
  private static final String BOARD_UNIT = "Tesla Motors SN";

  private static final Map<String, String> TYPE_BY_ISSUER =
      Map.of(
          "TeslaMotors",
          VEHICLE_DEVICE,
          "Tesla Issuing CA",
          VEHICLE_DEVICE,
          MOTORS_PRODUCTS_CA,
          VEHICLE_DEVICE);

  private static final Set<String> ISSUERS_BY_OID =
      Set.of(
          "Tesla Motors Product Issuing CA",
          "Tesla Motors Product RSA Issuing CA",
          "Tesla Motors GF3 Product Issuing CA",
          "Tesla Motors GF3 Product RSA Issuing CA",
          "Tesla Energy Product Issuing CA",
          "Tesla Energy GF0 Product Issuing CA",
          "Tesla Motors GF0 Product Issuing CA",
          "Tesla Motors GF Austin Product Issuing CA",
          "Tesla Motors GF Berlin Product Issuing CA",
          "Tesla Product Access Issuing CA",
          "Tesla China Product Access Issuing CA",
          "Tesla GF0 Product Access Issuing CA",
          "Tesla GF3 Product Access Issuing CA",
          "Tesla GF Austin Product Access Issuing CA",
          "Tesla GF Berlin Product Access Issuing CA");

  /** Both arcs give the same kinds the same last number. */
  private static final List<String> ARCS =
      List.of("1.3.6.1.4.1.49279.2.4.", "1.3.6.1.4.1.49279.2.5.");

  private static final Map<String, String> TYPE_IN_ARC =
      Map.of(
          "1", VEHICLE_DEVICE,
          "11", VEHICLE_BOARD_DEVICE,
          "2", "energy_device",
          "12", "das_device",
          "14", "vehicle_service",
          "15", "das_service",
          "16", "energy_service",
          "28", "robotics_device");

  private static final String EXCLUDED_OID = "1.3.6.1.4.1.49279.2.5.1.1";

  private static final Map<String, String> TYPE_BY_UNIT =
      Map.of(
          "Solar Inverter", "solar_inverter_device",
          "Gen3 Wall Connector", "wall_connector_device");

  private DeviceIdentities() {}

  /**
   * Reads the identity. Any thread; some microseconds.
   *
   * @param leaf the first certificate of a chain that was verified, never another one
   */
  public static Identification identify(X509Certificate leaf) {
    String commonName = DistinguishedNames.commonName(leaf.getSubjectX500Principal());
    if (commonName.isEmpty()) {
      return refused(leaf, "the subject has no common name");
    }
    String issuer = DistinguishedNames.commonName(leaf.getIssuerX500Principal());
    String deviceId = commonName.replace('.', '-');
    if (ISSUERS_BY_OID.contains(issuer)) {
      return byOid(leaf, deviceId);
    }
    String type = TYPE_BY_ISSUER.get(issuer);
    if (type == null) {
      return refused(leaf, "the issuer is not known to issue device certificates");
    }
    boolean board = issuer.equals(MOTORS_PRODUCTS_CA) && isBoard(units(leaf));
    return identified(board ? VEHICLE_BOARD_DEVICE : type, deviceId);
  }

  private static Identification byOid(X509Certificate leaf, String deviceId) {
    for (String oid : extendedKeyUsages(leaf)) {
      if (oid.equals(EXCLUDED_OID)) {
        return refused(leaf, "the extended key usage " + oid + " is excluded");
      }
      String type = typeOf(oid);
      if (type != null) {
        return identified(
            units(leaf).stream()
                .filter(TYPE_BY_UNIT::containsKey)
                .findFirst()
                .map(TYPE_BY_UNIT::get)
                .orElse(type),
            deviceId);
      }
    }
    return refused(leaf, "no extended key usage says what kind of device it is");
  }

  private static String typeOf(String oid) {
    for (String arc : ARCS) {
      if (oid.startsWith(arc)) {
        return TYPE_IN_ARC.get(oid.substring(arc.length()));
      }
    }
    return null;
  }

  private static boolean isBoard(List<String> units) {
    return !units.isEmpty() && units.get(0).equals(BOARD_UNIT);
  }

  private static List<String> units(X509Certificate leaf) {
    return DistinguishedNames.organisationalUnits(leaf.getSubjectX500Principal());
  }

  private static List<String> extendedKeyUsages(X509Certificate leaf) {
    try {
      List<String> oids = leaf.getExtendedKeyUsage();
      return oids == null ? List.of() : oids;
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  private static Identification identified(String clientType, String deviceId) {
    return new Identified(new DeviceIdentity(clientType, deviceId));
  }

  private static Identification refused(X509Certificate leaf, String reason) {
    return new Refused(
        DistinguishedNames.shown(leaf.getIssuerX500Principal()),
        DistinguishedNames.shown(leaf.getSubjectX500Principal()),
        reason);
  }
}
