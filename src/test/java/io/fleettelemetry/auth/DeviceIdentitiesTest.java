package io.fleettelemetry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.fleettelemetry.auth.Identification.Identified;
import io.fleettelemetry.auth.Identification.Refused;
import io.fleettelemetry.telemetry.DeviceIdentity;
import io.fleettelemetry.testing.CertificateBuilder;
import io.fleettelemetry.testing.TestPki;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class DeviceIdentitiesTest {

  private static final String BY_OID = "Tesla Motors Product Issuing CA";
  private static final String VEHICLE = "1.3.6.1.4.1.49279.2.5.1";
  private static final String ENERGY = "1.3.6.1.4.1.49279.2.4.2";
  private static final String EXCLUDED = "1.3.6.1.4.1.49279.2.5.1.1";

  private static Identification identify(String issuer, CertificateBuilder subject) {
    return DeviceIdentities.identify(subject.issuedBy(TestPki.authority(issuer)).certificate());
  }

  private static void assertIdentity(String type, String deviceId, Identification actual) {
    assertEquals(new Identified(new DeviceIdentity(type, deviceId)), actual);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "identities.csv", delimiter = ';', numLinesToSkip = 1)
  void everyRowOfTheTable(String issuer, String oid, String unit, String type) {
    CertificateBuilder subject = TestPki.certificate("5YJ30000000000001").clientAuth();
    if (oid != null) {
      subject.extendedKeyUsages(oid);
    }
    if (unit != null) {
      subject.organisationalUnits(unit);
    }

    assertIdentity(type, "5YJ30000000000001", identify(issuer, subject));
  }

  @Test
  void dotsInTheNameBecomeDashes() {
    assertIdentity(
        "vehicle_device", "a-b--c", identify("TeslaMotors", TestPki.certificate("a.b..c")));
  }

  @Test
  void firstKnownOidDecides() {
    assertIdentity(
        "energy_device",
        "d",
        identify(BY_OID, TestPki.certificate("d").extendedKeyUsages("1.2.3", ENERGY, VEHICLE)));
    assertIdentity(
        "vehicle_device",
        "d",
        identify(BY_OID, TestPki.certificate("d").extendedKeyUsages(VEHICLE, ENERGY)));
  }

  @Test
  void excludedOidRefusesOnlyWhenItComesFirst() {
    Refused refused =
        assertInstanceOf(
            Refused.class,
            identify(BY_OID, TestPki.certificate("d.1").extendedKeyUsages(EXCLUDED, VEHICLE)));
    assertEquals(
        new Refused(BY_OID, "d.1", "the extended key usage " + EXCLUDED + " is excluded"), refused);
    assertIdentity(
        "vehicle_device",
        "d",
        identify(BY_OID, TestPki.certificate("d").extendedKeyUsages(VEHICLE, EXCLUDED)));
  }

  @Test
  void excludedOidMeansNothingWhereTheIssuerAloneDecides() {
    assertIdentity(
        "vehicle_device",
        "d",
        identify("TeslaMotors", TestPki.certificate("d").extendedKeyUsages(EXCLUDED)));
  }

  @Test
  void unitOverridesTheTypeWhereverItStandsButNeedsOne() {
    assertIdentity(
        "wall_connector_device",
        "d",
        identify(
            BY_OID,
            TestPki.certificate("d")
                .organisationalUnits("Other", "Gen3 Wall Connector")
                .extendedKeyUsages(VEHICLE)));
    assertInstanceOf(
        Refused.class,
        identify(
            BY_OID, TestPki.certificate("d").organisationalUnits("Solar Inverter").clientAuth()));
  }

  @Test
  void boardIsToldByTheFirstUnit() {
    String issuer = "Tesla Motors Products CA";
    assertIdentity(
        "vehicle_board_device",
        "d",
        identify(issuer, TestPki.certificate("d").organisationalUnits("Tesla Motors SN", "x")));
    assertIdentity(
        "vehicle_device",
        "d",
        identify(issuer, TestPki.certificate("d").organisationalUnits("x", "Tesla Motors SN")));
    assertIdentity(
        "vehicle_device",
        "d",
        identify("TeslaMotors", TestPki.certificate("d").organisationalUnits("Tesla Motors SN")));
  }

  @Test
  void refusesWhatNoRuleKnows() {
    assertEquals(
        new Refused("Elsewhere", "d", "the issuer is not known to issue device certificates"),
        identify("Elsewhere", TestPki.certificate("d")));
    assertEquals(
        new Refused(BY_OID, "d", "no extended key usage says what kind of device it is"),
        identify(BY_OID, TestPki.certificate("d")));
    assertEquals(
        new Refused("TeslaMotors", "OU=x", "the subject has no common name"),
        identify("TeslaMotors", TestPki.certificate(null).organisationalUnits("x")));
  }

  @Test
  void namesWithReservedCharactersStayWhole() {
    assertIdentity(
        "vehicle_device",
        "#a, b+c=\"d\"\\e",
        identify("TeslaMotors", TestPki.certificate("#a, b+c=\"d\"\\e")));
  }
}
