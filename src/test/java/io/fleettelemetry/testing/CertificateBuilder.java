package io.fleettelemetry.testing;

import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.pki.KeyPairs;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes one certificate with a fresh key. Unless told otherwise it is a leaf with a P-256 key,
 * valid from yesterday for a year, without extended key usage.
 */
public final class CertificateBuilder {

  private final X500NameBuilder subject = new X500NameBuilder(BCStyle.INSTANCE);
  private final List<KeyPurposeId> purposes = new ArrayList<>();
  private final List<GeneralName> names = new ArrayList<>();
  private final List<Extension> more = new ArrayList<>();
  private Instant notBefore = Instant.now().minus(Duration.ofDays(1));
  private Instant notAfter = notBefore.plus(Duration.ofDays(365));
  private boolean authority;
  private KeyPair keyPair;

  CertificateBuilder(String commonName) {
    if (commonName != null) {
      subject.addRDN(BCStyle.CN, new DERUTF8String(commonName));
    }
  }

  /** Adds organisational units to the subject, in this order. */
  public CertificateBuilder organisationalUnits(String... units) {
    for (String unit : units) {
      subject.addRDN(BCStyle.OU, new DERUTF8String(unit));
    }
    return this;
  }

  /** Adds object identifiers to the extended key usage, in this order. */
  public CertificateBuilder extendedKeyUsages(String... oids) {
    for (String oid : oids) {
      purposes.add(KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid)));
    }
    return this;
  }

  /** Adds {@code clientAuth} to the extended key usage. */
  public CertificateBuilder clientAuth() {
    purposes.add(KeyPurposeId.id_kp_clientAuth);
    return this;
  }

  /** Adds {@code serverAuth} to the extended key usage. */
  public CertificateBuilder serverAuth() {
    purposes.add(KeyPurposeId.id_kp_serverAuth);
    return this;
  }

  /** Valid for {@code localhost} and {@code 127.0.0.1}. */
  public CertificateBuilder loopback() {
    names.add(new GeneralName(GeneralName.dNSName, "localhost"));
    names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
    return this;
  }

  /** Valid for a host of this name. */
  public CertificateBuilder dnsName(String name) {
    names.add(new GeneralName(GeneralName.dNSName, name));
    return this;
  }

  public CertificateBuilder valid(Instant from, Instant to) {
    notBefore = from;
    notAfter = to;
    return this;
  }

  /** May sign other certificates. */
  public CertificateBuilder authority() {
    authority = true;
    return this;
  }

  /** With one more extension, whatever it says. */
  public CertificateBuilder extension(String oid, boolean critical, byte... value) {
    more.add(new Extension(new ASN1ObjectIdentifier(oid), critical, value));
    return this;
  }

  /** With an RSA key of this many bits instead of a P-256 one. */
  public CertificateBuilder rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      keyPair = generator.generateKeyPair();
      return this;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** For a key that may be many certificates': making one is what costs. */
  public CertificateBuilder key(KeyPair pair) {
    keyPair = pair;
    return this;
  }

  /** Issued by itself. */
  public Credential selfSigned() {
    KeyPair pair = keyPair();
    X500Name name = subject.build();
    return new Credential(pair.getPrivate(), List.of(sign(pair, name, pair)));
  }

  /**
   * Issued by an authority; when that is no self-signed one, its chain comes behind the
   * certificate.
   */
  public Credential issuedBy(Credential issuer) {
    KeyPair pair = keyPair();
    X509Certificate parent = issuer.certificate();
    X500Name issuerName = X500Name.getInstance(parent.getSubjectX500Principal().getEncoded());
    KeyPair signer = new KeyPair(parent.getPublicKey(), issuer.key());
    List<X509Certificate> chain = new ArrayList<>();
    chain.add(sign(pair, issuerName, signer));
    if (!parent.getSubjectX500Principal().equals(parent.getIssuerX500Principal())) {
      chain.addAll(issuer.chain());
    }
    return new Credential(pair.getPrivate(), chain);
  }

  private KeyPair keyPair() {
    return keyPair != null ? keyPair : KeyPairs.generate();
  }

  private X509Certificate sign(KeyPair own, X500Name issuer, KeyPair signer) {
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(64, new SecureRandom()).setBit(64),
            Date.from(notBefore),
            Date.from(notAfter),
            subject.build(),
            own.getPublic());
    String algorithm =
        signer.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    try {
      addExtensions(builder);
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate())));
    } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void addExtensions(X509v3CertificateBuilder builder) throws IOException {
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    builder.addExtension(
        Extension.keyUsage,
        true,
        new KeyUsage(
            authority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature));
    if (!purposes.isEmpty()) {
      builder.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
    }
    if (!names.isEmpty()) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(names.toArray(GeneralName[]::new)));
    }
    for (Extension extension : more) {
      builder.addExtension(extension);
    }
  }
}
