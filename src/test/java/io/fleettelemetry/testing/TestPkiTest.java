package io.fleettelemetry.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.pki.Credential;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestPkiTest {

  @Test
  void chainLeavesTheSelfSignedAuthorityOut() throws Exception {
    Credential root = TestPki.authority("Root");
    Credential issuing = TestPki.intermediate("Issuing", root);
    Credential vehicle = TestPki.vehicle("device-1", issuing);

    assertEquals(List.of(vehicle.certificate(), issuing.certificate()), vehicle.chain());
    vehicle.certificate().verify(issuing.certificate().getPublicKey());
    issuing.certificate().verify(root.certificate().getPublicKey());
  }

  @Test
  void usagesAndUnitsKeepTheirOrder() throws Exception {
    Credential leaf =
        TestPki.certificate("device-1")
            .organisationalUnits("first", "second")
            .extendedKeyUsages("1.2.3.4")
            .clientAuth()
            .selfSigned();

    assertEquals(List.of("1.2.3.4", "1.3.6.1.5.5.7.3.2"), leaf.certificate().getExtendedKeyUsage());
    assertEquals(
        "OU=second,OU=first,CN=device-1", leaf.certificate().getSubjectX500Principal().getName());
  }

  @Test
  void keysAreWrittenInEachFormat(@TempDir Path dir) throws Exception {
    Credential authority = TestPki.authority("Root");
    Credential ec = TestPki.server(authority);
    Credential rsa = TestPki.rsaServer(authority);

    assertTrue(TestPki.traditional(ec.key()).startsWith("-----BEGIN EC PRIVATE KEY-----"));
    assertTrue(TestPki.traditional(rsa.key()).startsWith("-----BEGIN RSA PRIVATE KEY-----"));
    Path key = TestPki.writeKey(dir.resolve("key.pem"), rsa.key());
    assertTrue(Files.readString(key).startsWith("-----BEGIN PRIVATE KEY-----"));
  }
}
