package io.fleettelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is in the packaged jar, and what is not. */
class JarContentsIT {

  /** Compiler's annotations, other systems' native code, signatures and modules of single jars. */
  private static final Pattern UNNEEDED =
      Pattern.compile("io/vertx/codegen/.*|.*\\.(dll|SF|DSA|RSA)|(.*/)?module-info\\.class");

  private JarFile jar;

  @BeforeEach
  void open() throws IOException {
    jar =
        new JarFile(
            Path.of(System.getProperty("fleet-telemetry.jar", "target/fleet-telemetry.jar"))
                .toFile());
  }

  @AfterEach
  void close() throws IOException {
    jar.close();
  }

  @Test
  void holdsNothingTwiceAndNothingUnneeded() {
    List<String> names = jar.stream().map(ZipEntry::getName).toList();
    assertEquals(names.size(), names.stream().distinct().count());
    assertEquals(List.of(), names.stream().filter(UNNEEDED.asMatchPredicate()).toList());
  }

  @Test
  void keepsTheLicencesOfLibraries() throws IOException {
    assertTrue(text("META-INF/LICENSE").contains("Apache License"));
    String others = text("META-INF/LICENSE.txt");
    assertTrue(others.contains("QOS.ch"), "SLF4J's licence");
    assertTrue(others.contains("Gil Tene"), "HdrHistogram's licence");
    assertTrue(text("META-INF/NOTICE").contains("Netty"));
  }

  private String text(String name) throws IOException {
    ZipEntry entry = jar.getEntry(name);
    assertTrue(entry != null, name);
    return new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void itsManifestSaysHowToRunIt() throws IOException {
    var attributes = jar.getManifest().getMainAttributes();
    assertEquals(Main.class.getName(), attributes.getValue("Main-Class"));
    assertEquals("true", attributes.getValue("Multi-Release"));
    assertEquals("ALL-UNNAMED", attributes.getValue("Enable-Native-Access"));
  }
}
