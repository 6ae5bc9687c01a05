package io.fleettelemetry.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;

/**
 * What signs: a name, its key, and until when it may. Random serial numbers of 16 bytes, key
 * identifiers as RFC 5280, 4.2.1.2 (1). Thread-safe.
 *
 * @param keyIdentifier of the key
 */
record Issuer(
    X500Name name, PrivateKey key, AuthorityKeyIdentifier keyIdentifier, Instant notAfter) {

  /** By how much a clock may be behind ours. */
  private static final Duration CLOCK_SKEW = Duration.ofHours(1);

  private static final int SERIAL_BITS = 127;

  /** The one of an authority's certificate. */
  static Issuer of(X509Certificate authority, PrivateKey key) {
    X509CertificateHolder holder = holder(authority);
    SubjectKeyIdentifier own = SubjectKeyIdentifier.fromExtensions(holder.getExtensions());
    return new Issuer(
        holder.getSubject(),
        key,
        new AuthorityKeyIdentifier(
            own == null ? keyIdentifier(holder.getSubjectPublicKeyInfo()) : own.getKeyIdentifier()),
        authority.getNotAfter().toInstant());
  }

  /** The one that signs its own certificate. */
  static Issuer ofItself(X500Name name, PrivateKey key, PublicKey publicKey, Instant notAfter) {
    return new Issuer(
        name, key, new AuthorityKeyIdentifier(keyIdentifier(info(publicKey))), notAfter);
  }

  /** Since when what is issued now is valid. */
  static Instant notBefore() {
    return Instant.now().minus(CLOCK_SKEW);
  }

  /** Signs a certificate with these extensions and both key identifiers. */
  X509Certificate certificate(X500Name subject, PublicKey publicKey, List<Extension> extensions) {
    SubjectPublicKeyInfo info = info(publicKey);
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            name,
            new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS - 1),
            Date.from(notBefore()),
            Date.from(notAfter),
            subject,
            info);
    try {
      for (Extension extension : extensions) {
        builder.addExtension(extension);
      }
      builder.addExtension(
          Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyIdentifier(info)));
      builder.addExtension(Extension.authorityKeyIdentifier, false, keyIdentifier);
      byte[] der = builder.build(new JdkSigner(key)).getEncoded();
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Signs a revocation list with these entries and the key's identifier. */
  X509CRL revocationList(X509v2CRLBuilder builder) {
    try {
      builder.setNextUpdate(Date.from(notAfter));
      builder.addExtension(Extension.authorityKeyIdentifier, false, keyIdentifier);
      // Each list of an authority has a higher number than the one before.
      builder.addExtension(
          Extension.cRLNumber,
          false,
          new CRLNumber(BigInteger.valueOf(System.currentTimeMillis())));
      byte[] der = builder.build(new JdkSigner(key)).getEncoded();
      return (X509CRL)
          CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509CertificateHolder holder(X509Certificate certificate) {
    try {
      return new X509CertificateHolder(certificate.getEncoded());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SubjectPublicKeyInfo info(PublicKey key) {
    return SubjectPublicKeyInfo.getInstance(key.getEncoded());
  }

  private static byte[] keyIdentifier(SubjectPublicKeyInfo key) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(key.getPublicKeyData().getBytes());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
