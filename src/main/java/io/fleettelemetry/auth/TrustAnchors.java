package io.fleettelemetry.auth;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

/** The authorities that client certificates may come from. Immutable. */
public final class TrustAnchors {

  private final Map<X500Principal, List<Anchor>> byName;

  private TrustAnchors(Stream<Anchor> anchors) {
    byName = anchors.collect(Collectors.groupingBy(Anchor::name));
  }

  /** The authorities that sign the certificates of vehicles in production. */
  public static TrustAnchors production() {
    return new TrustAnchors(builtIn("anchors-production.txt").stream());
  }

  /** The authorities that sign the certificates of vehicles for engineering. */
  public static TrustAnchors engineering() {
    return new TrustAnchors(builtIn("anchors-engineering.txt").stream());
  }

  /** These certificates alone. */
  public static TrustAnchors of(Collection<X509Certificate> certificates) {
    return new TrustAnchors(certificates.stream().map(Anchor::of));
  }

  /**
   * These anchors and more: every certificate is one, self-signed or not. One that is no authority
   * stands for itself alone: a client may present it, and it signs no other.
   */
  public TrustAnchors plus(Collection<X509Certificate> certificates) {
    return new TrustAnchors(
        Stream.concat(
            byName.values().stream().flatMap(List::stream), certificates.stream().map(Anchor::of)));
  }

  /** How many there are, whether or not they are valid today. */
  public int size() {
    return byName.values().stream().mapToInt(List::size).sum();
  }

  /** When each of them ends. */
  public List<Expiry> expiries() {
    return all().stream()
        .map(
            anchor ->
                new Expiry(
                    DistinguishedNames.shown(anchor.name()),
                    anchor.notAfter(),
                    anchor.certificate().isEmpty()))
        .toList();
  }

  /** Those that may have signed a certificate whose issuer has this name. */
  List<Anchor> signing(X500Principal issuer) {
    return named(issuer).filter(Anchor::maySign).toList();
  }

  /** The anchor that was given as this very certificate. */
  Optional<Anchor> givenAs(X509Certificate certificate) {
    return named(certificate.getSubjectX500Principal())
        .filter(anchor -> anchor.certificate().filter(certificate::equals).isPresent())
        .findFirst();
  }

  Collection<Anchor> all() {
    return byName.values().stream().flatMap(List::stream).toList();
  }

  private Stream<Anchor> named(X500Principal name) {
    return byName.getOrDefault(name, List.of()).stream();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TrustAnchors anchors && byName.equals(anchors.byName);
  }

  @Override
  public int hashCode() {
    return byName.hashCode();
  }

  private static List<Anchor> builtIn(String resource) {
    try (InputStream in = TrustAnchors.class.getResourceAsStream(resource);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return parse(lines.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Three lines an anchor: {@code subject}, {@code valid}, {@code key}. */
  private static List<Anchor> parse(List<String> lines) {
    List<Anchor> anchors = new ArrayList<>();
    for (int i = 0; i < lines.size(); i += 3) {
      String[] valid = value(lines.get(i + 1), "valid").split(" ", 2);
      anchors.add(
          new Anchor(
              new X500Principal(value(lines.get(i), "subject")),
              publicKey(Base64.getDecoder().decode(value(lines.get(i + 2), "key"))),
              Instant.parse(valid[0]),
              Instant.parse(valid[1]),
              Optional.empty()));
    }
    return anchors;
  }

  private static String value(String line, String key) {
    if (!line.startsWith(key + " ")) {
      throw new IllegalStateException("expected " + key + ": " + line);
    }
    return line.substring(key.length() + 1);
  }

  private static PublicKey publicKey(byte[] subjectPublicKeyInfo) {
    X509EncodedKeySpec spec = new X509EncodedKeySpec(subjectPublicKeyInfo);
    try {
      return KeyFactory.getInstance("RSA").generatePublic(spec);
    } catch (GeneralSecurityException notRsa) {
      try {
        return KeyFactory.getInstance("EC").generatePublic(spec);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("a built-in anchor's key is neither RSA nor EC", e);
      }
    }
  }
}
