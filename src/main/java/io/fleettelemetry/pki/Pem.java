package io.fleettelemetry.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** PEM files (RFC 7468). Every call blocks the thread. */
public final class Pem {

  /**
   * One block.
   *
   * @param label what stands after {@code BEGIN}
   * @param content Base64 of DER, as it stands in the file
   */
  private record Block(String label, String content) {

    ByteArrayInputStream der() {
      return new ByteArrayInputStream(Base64.getDecoder().decode(content.replaceAll("\\s", "")));
    }
  }

  static final String CERTIFICATE = "CERTIFICATE";
  static final String PRIVATE_KEY = "PRIVATE KEY";
  private static final String REVOCATION_LIST = "X509 CRL";

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private static final char[] NO_PASSWORD = {};

  private Pem() {}

  /**
   * The certificates of a file in its order, one or more. Text between the blocks, and blocks of
   * other kinds, are passed over.
   */
  public static List<X509Certificate> certificates(Path file) throws PemException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks(file, CERTIFICATE)) {
      try {
        certificates.add((X509Certificate) factory().generateCertificate(block.der()));
      } catch (CertificateException | IllegalArgumentException e) {
        throw new PemException(
            file, "certificate " + (certificates.size() + 1) + " is broken: " + e.getMessage());
      }
    }
    return certificates;
  }

  /**
   * The first private key of a file, in any of the forms that {@link PemPrivateKey} reads but
   * encrypted.
   *
   * @param publicKey its certificate's, when that is known
   */
  public static PrivateKey privateKey(Path file, Optional<PublicKey> publicKey)
      throws PemException {
    String text = text(file);
    requireBlock(file, text);
    PemPrivateKey.Reading reading = PemPrivateKey.read(text, NO_PASSWORD, publicKey);
    if (reading instanceof PemPrivateKey.Key key) {
      return key.key();
    }
    throw new PemException(
        file,
        reading instanceof PemPrivateKey.Unreadable unreadable
            ? "must hold a private key in PEM: " + unreadable.reason()
            : "the private key is encrypted: it must be stored without a password");
  }

  /** The first revocation list of a file. */
  public static X509CRL revocationList(Path file) throws PemException {
    try {
      return (X509CRL) factory().generateCRL(blocks(file, REVOCATION_LIST).get(0).der());
    } catch (CRLException | CertificateException | IllegalArgumentException e) {
      throw new PemException(file, "the revocation list is broken: " + e.getMessage());
    }
  }

  /**
   * The revocation lists of a file in its order, one or more, each complete and of one issuer.
   *
   * @throws PemException also for a list that says in a critical extension that it is something
   *     else
   */
  public static List<X509CRL> revocationLists(Path file) throws PemException {
    List<X509CRL> lists = new ArrayList<>();
    for (Block block : blocks(file, REVOCATION_LIST)) {
      String which = "revocation list " + (lists.size() + 1);
      try {
        X509CRL list = (X509CRL) factory().generateCRL(block.der());
        Optional<String> unfit = RevocationListRules.unfit(list);
        if (unfit.isPresent()) {
          throw new PemException(file, which + " " + unfit.get());
        }
        lists.add(list);
      } catch (CRLException | CertificateException | IllegalArgumentException e) {
        throw new PemException(file, which + " is broken: " + e.getMessage());
      }
    }
    return lists;
  }

  /** Writes certificates, one after the other, in place of what the file held. */
  public static void write(Path file, X509Certificate... certificates) throws PemException {
    write(file, text(List.of(certificates)));
  }

  /** Writes a revocation list in place of what the file held. */
  public static void write(Path file, X509CRL list) throws PemException {
    try {
      write(file, block(REVOCATION_LIST, list.getEncoded()));
    } catch (CRLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(Path file, String text) throws PemException {
    try (NewFile written = NewFile.open(file, text)) {
      written.replace();
    }
  }

  static String text(List<X509Certificate> certificates) {
    StringBuilder text = new StringBuilder();
    try {
      for (X509Certificate certificate : certificates) {
        text.append(block(CERTIFICATE, certificate.getEncoded()));
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }

  static String block(String label, byte[] der) {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(label, der));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // The writer ends lines as the system does; a file is to be the same wherever it is made.
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  private static List<Block> blocks(Path file, String label) throws PemException {
    String text = text(file);
    requireBlock(file, text);
    List<Block> blocks =
        BLOCK
            .matcher(text)
            .results()
            .filter(found -> found.group(1).equals(label))
            .map(found -> new Block(label, found.group(2)))
            .toList();
    if (blocks.isEmpty()) {
      throw new PemException(file, "must hold at least one " + label + " block");
    }
    requireEnds(file, text, label, blocks.size());
    return blocks;
  }

  /** What a file that is still being written lacks would go unnoticed. */
  private static void requireEnds(Path file, String text, String label, int blocks)
      throws PemException {
    long begun = Pattern.compile("-----BEGIN " + label + "-----").matcher(text).results().count();
    if (begun != blocks) {
      throw new PemException(file, "a " + label + " block has no end: the file is cut off");
    }
  }

  private static void requireBlock(Path file, String text) throws PemException {
    if (!BLOCK.matcher(text).find()) {
      throw new PemException(
          file, "must be a PEM file with at least one -----BEGIN ...----- block");
    }
  }

  /** PEM is ASCII, and text between the blocks may be anything. */
  private static String text(Path file) throws PemException {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw PemException.notRead(file, e);
    }
  }

  private static CertificateFactory factory() throws CertificateException {
    return CertificateFactory.getInstance("X.509");
  }
}
