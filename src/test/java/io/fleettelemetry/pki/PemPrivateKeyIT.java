package io.fleettelemetry.pki;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.testing.KeyFormats;
import io.fleettelemetry.testing.TestPki;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.List;
import org.bouncycastle.openssl.PKCS8Generator;
import org.junit.jupiter.api.Test;

/** The packaged jar, which does not hold all of Bouncy Castle, holds what each format takes. */
class PemPrivateKeyIT {

  private static final Path JAR =
      Path.of(System.getProperty("fleet-telemetry.jar", "target/fleet-telemetry.jar"));
  private static final char[] PASSWORD = "s3cr3t".toCharArray();

  @Test
  void thePackagedJarReadsEveryFormat() throws Exception {
    Credential authority = TestPki.authority("authority");
    URL[] jar = {JAR.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(jar, ClassLoader.getPlatformClassLoader())) {
      Method read =
          loader
              .loadClass(PemPrivateKey.class.getName())
              .getMethod("read", String.class, char[].class);
      for (PrivateKey key :
          List.of(TestPki.server(authority).key(), TestPki.rsaServer(authority).key())) {
        for (String pem : formats(key)) {
          assertEquals(key.getAlgorithm() + " key", read.invoke(null, pem, PASSWORD).toString());
        }
      }
    }
  }

  private static List<String> formats(PrivateKey key) {
    return List.of(
        TestPki.pkcs8(key),
        KeyFormats.traditional(key),
        KeyFormats.traditional(key, "AES-256-CBC", PASSWORD),
        KeyFormats.traditional(key, "DES-EDE3-CBC", PASSWORD),
        KeyFormats.pkcs8(key, PKCS8Generator.AES_256_CBC, PKCS8Generator.PRF_HMACSHA256, PASSWORD),
        KeyFormats.pkcs8(key, PKCS8Generator.PBE_SHA1_3DES, null, PASSWORD));
  }
}
