package io.fleettelemetry.server.tls;

import io.fleettelemetry.config.PemPrivateKey;
import io.fleettelemetry.config.Problems;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
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

  private static final char[] NO_PASSWORD = {};

  private final String key;
  private final Path path;
  private final Problems problems;
  private final String text;
  private final List<Block> blocks;

  private PemFile(String key, Path path, Problems problems, String text) {
    this.key = key;
    this.path = path;
    this.problems = problems;
    this.text = text;
    this.blocks =
        BLOCK
            .matcher(text)
            .results()
            .map(block -> new Block(block.group(1), block.group(2)))
            .toList();
  }

  /**
   * Reads a file; blocks the thread.
   *
   * @param key the configuration's, for example {@code tls.server_cert}
   */
  static PemFile read(String key, Path path, Problems problems) {
    try {
      // PEM is ASCII, and text between the blocks may be anything.
      String text = Files.readString(path, StandardCharsets.ISO_8859_1);
      PemFile file = new PemFile(key, path, problems, text);
      if (file.blocks.isEmpty()) {
        file.problem("must be a PEM file with at least one -----BEGIN ...----- block");
      }
      return file;
    } catch (IOException e) {
      PemFile file = new PemFile(key, path, problems, "");
      file.problem("cannot be read: " + e);
      return file;
    }
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

  /**
   * The first private key; empty when there was a problem, a file without one is.
   *
   * @param publicKey its certificate's, when that could be read
   */
  Optional<PrivateKey> privateKey(Optional<PublicKey> publicKey) {
    if (blocks.isEmpty()) {
      return Optional.empty();
    }
    PemPrivateKey.Reading reading = PemPrivateKey.read(text, NO_PASSWORD, publicKey);
    if (reading instanceof PemPrivateKey.Key key) {
      return Optional.of(key.key());
    }
    problem(
        reading instanceof PemPrivateKey.Unreadable unreadable
            ? "must hold a private key in PEM: " + unreadable.reason()
            : "the private key is encrypted: it must be stored without a password");
    return Optional.empty();
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
