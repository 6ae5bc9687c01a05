package io.fleettelemetry.pki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;

/**
 * An authority that signs certificates of servers and vehicles, and lists those that are revoked.
 * What it issues is valid from an hour ago, for clocks that are slow, until the authority's own
 * end. Immutable and thread-safe.
 */
public final class CertificateAuthority {

  private static final int KEY_CERT_SIGN = 5;

  private final Credential credential;
  private final Issuer issuer;

  private CertificateAuthority(Credential credential) {
    this.credential = credential;
    this.issuer = Issuer.of(credential.certificate(), credential.key());
  }

  /**
   * A new authority with a P-256 key, which signs its own certificate and no other authority's.
   *
   * @param validity from now, more than nothing
   */
  public static CertificateAuthority create(String commonName, Duration validity) {
    KeyPair keys = KeyPairs.generate();
    X500Name name = named(commonName);
    Instant end = Instant.now().plus(validity);
    X509Certificate certificate =
        Issuer.ofItself(name, keys.getPrivate(), keys.getPublic(), end)
            .certificate(
                name,
                keys.getPublic(),
                List.of(
                    extension(Extension.basicConstraints, true, new BasicConstraints(0)),
                    usage(KeyUsage.keyCertSign | KeyUsage.cRLSign)));
    return new CertificateAuthority(new Credential(keys.getPrivate(), List.of(certificate)));
  }

  /**
   * Reads an authority from the files that {@link Credential#load} takes. Blocks the thread.
   *
   * @throws PemException also when it is no authority, or is not valid today
   */
  public static CertificateAuthority load(Path certificate, Path key) throws PemException {
    Credential credential = Credential.load(certificate, key);
    X509Certificate own = credential.certificate();
    boolean[] usage = own.getKeyUsage();
    if (own.getBasicConstraints() < 0 || (usage != null && !usage[KEY_CERT_SIGN])) {
      throw new PemException(certificate, "must be an authority's: it may sign no certificates");
    }
    Instant now = Instant.now();
    if (now.isAfter(own.getNotAfter().toInstant())) {
      throw new PemException(certificate, "expired on " + own.getNotAfter().toInstant());
    }
    if (now.isBefore(own.getNotBefore().toInstant())) {
      throw new PemException(certificate, "is not valid before " + own.getNotBefore().toInstant());
    }
    return new CertificateAuthority(credential);
  }

  public X509Certificate certificate() {
    return credential.certificate();
  }

  /** The last common name of its subject; empty when that has none. */
  public String commonName() {
    RDN[] names = issuer.name().getRDNs(BCStyle.CN);
    return names.length > 0
            && names[names.length - 1].getFirst().getValue() instanceof ASN1String name
        ? name.getString()
        : "";
  }

  /** The authority's own certificate and key: a secret. */
  public Credential credential() {
    return credential;
  }

  /**
   * A new P-256 key and a server's certificate for it.
   *
   * @param namesAndAddresses one or more, each {@linkplain HostNames#isValid valid}
   */
  public Credential server(List<String> namesAndAddresses) {
    if (namesAndAddresses.isEmpty()) {
      throw new IllegalArgumentException("a server without a name");
    }
    GeneralName[] names =
        namesAndAddresses.stream().map(HostNames::generalName).toArray(GeneralName[]::new);
    Extension alternatives =
        extension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    return leaf(
        namesAndAddresses.get(0), KeyPairs.generate(), KeyPurposeId.id_kp_serverAuth, alternatives);
  }

  /** A new P-256 key and a vehicle's certificate for it. */
  public Credential vehicle(String vin) {
    return vehicle(vin, KeyPairs.generate());
  }

  /** A vehicle's certificate for a key that may be many vehicles': making one is what costs. */
  public Credential vehicle(String vin, KeyPair keys) {
    return leaf(vin, keys, KeyPurposeId.id_kp_clientAuth);
  }

  private Credential leaf(
      String commonName, KeyPair keys, KeyPurposeId purpose, Extension... more) {
    List<Extension> extensions =
        new ArrayList<>(
            List.of(
                extension(Extension.basicConstraints, true, new BasicConstraints(false)),
                usage(KeyUsage.digitalSignature),
                extension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose))));
    extensions.addAll(List.of(more));
    X509Certificate certificate =
        issuer.certificate(named(commonName), keys.getPublic(), extensions);
    Credential issued = new Credential(keys.getPrivate(), List.of(certificate));
    return isRoot() ? issued : issued.sending(credential.chain().toArray(X509Certificate[]::new));
  }

  private boolean isRoot() {
    return certificate().getSubjectX500Principal().equals(certificate().getIssuerX500Principal());
  }

  /**
   * A list, valid until the authority's end, of certificates that the authority takes back.
   *
   * @param revoked the authority's own; one that is given twice counts once
   */
  public X509CRL revocationList(Collection<X509Certificate> revoked) {
    return revocationList(listBuilder(), Set.copyOf(revoked));
  }

  /** A list with what an earlier one of this authority holds, and more. */
  public X509CRL revocationList(X509CRL earlier, Collection<X509Certificate> revoked) {
    try {
      X509v2CRLBuilder list = listBuilder();
      list.addCRL(new X509CRLHolder(earlier.getEncoded()));
      return revocationList(
          list,
          revoked.stream().filter(one -> !earlier.isRevoked(one)).collect(Collectors.toSet()));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private X509v2CRLBuilder listBuilder() {
    return new X509v2CRLBuilder(issuer.name(), Date.from(Issuer.notBefore()));
  }

  private X509CRL revocationList(X509v2CRLBuilder list, Set<X509Certificate> revoked) {
    Instant since = Issuer.notBefore();
    for (X509Certificate certificate : revoked) {
      list.addCRLEntry(certificate.getSerialNumber(), Date.from(since), CRLReason.unspecified);
    }
    return issuer.revocationList(list);
  }

  private static X500Name named(String commonName) {
    return new X500NameBuilder(BCStyle.INSTANCE)
        .addRDN(BCStyle.CN, new DERUTF8String(commonName))
        .build();
  }

  private static Extension usage(int bits) {
    return extension(Extension.keyUsage, true, new KeyUsage(bits));
  }

  private static Extension extension(
      ASN1ObjectIdentifier name, boolean critical, ASN1Encodable value) {
    try {
      return Extension.create(name, critical, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
