package io.fleettelemetry.server.tls;

import io.fleettelemetry.config.Problems;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PEM file that a key of the configuration names. What is wrong with it is reported under that
 * key.
 */
final class PemFile {

  /**
   * One block.
   *
   * @param label what stands after {@code BEGIN}
   * @param content Base64 of DER, as it stands in the file
   */
  private record Block(String label, String content) {}

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private final String key;
  private final Path path;
  private final Problems problems;
  private final List<Block> blocks;

  private PemFile(String key, Path path, Problems problems, List<Block> blocks) {
    this.key = key;
    this.path = path;
    this.problems = problems;
    this.blocks = blocks;
  }

  /**
   * Reads a file; blocks the thread.
   *
   * @param key the configuration's, for example {@code tls.server_cert}
   */
  static PemFile read(String key, Path path, Problems problems) {
    List<Block> blocks = new ArrayList<>();
    PemFile file = new PemFile(key, path, problems, blocks);
    try {
      // PEM is ASCII, and text between the blocks may be anything.
      Matcher matcher = BLOCK.matcher(Files.readString(path, StandardCharsets.ISO_8859_1));
      while (matcher.find()) {
        blocks.add(new Block(matcher.group(1), matcher.group(2)));
      }
    } catch (IOException e) {
      file.problem("cannot be read: " + e);
      return file;
    }
    if (blocks.isEmpty()) {
      file.problem("must be a PEM file with at least one -----BEGIN ...----- block");
    }
    return file;
  }

  /** The certificates in the file's order; none when there was a problem, a file without one is. */
  List<X509Certificate> certificates() {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks) {
      if (block.label().equals("CERTIFICATE")) {
        try {
          certificates.add(certificate(block));
        } catch (CertificateException | IllegalArgumentException e) {
          problem("certificate " + (certificates.size() + 1) + " is broken: " + e.getMessage());
          return List.of();
        }
      }
    }
    if (certificates.isEmpty() && !blocks.isEmpty()) {
      problem("must hold at least one CERTIFICATE block");
    }
    return certificates;
  }

  /** The first private key; null when there was a problem, a file without one is. */
  PrivateKeyPem privateKey() {
    for (Block block : blocks) {
      if (block.label().endsWith("PRIVATE KEY")) {
        return privateKey(block);
      }
    }
    if (!blocks.isEmpty()) {
      problem("must hold a PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE KEY block");
    }
    return null;
  }

  private PrivateKeyPem privateKey(Block block) {
    if (block.label().startsWith("ENCRYPTED") || block.content().contains("ENCRYPTED")) {
      problem("the private key is encrypted: it must be stored without a password");
      return null;
    }
    try {
      return new PrivateKeyPem(block.label(), der(block));
    } catch (IllegalArgumentException e) {
      problem("the private key is broken: " + e.getMessage());
      return null;
    }
  }

  /** Reports what is wrong with this file. */
  void problem(String rule) {
    problems.error(key, path.toString(), rule);
  }

  private static X509Certificate certificate(Block block) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(der(block)));
  }

  private static byte[] der(Block block) {
    return Base64.getDecoder().decode(block.content().replaceAll("\\s", ""));
  }
}
