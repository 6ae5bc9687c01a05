package io.fleettelemetry.testing;

import io.fleettelemetry.pki.Credential;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes a revocation list. Unless told otherwise it is empty, from yesterday, and to be replaced in
 * a month.
 */
public final class RevocationListBuilder {

  private final Credential issuer;
  private final List<BigInteger> serialNumbers = new ArrayList<>();
  private final List<Extension> extensions = new ArrayList<>();
  private Instant thisUpdate = Instant.now().minus(Duration.ofDays(1));
  private Instant nextUpdate = thisUpdate.plus(Duration.ofDays(31));

  RevocationListBuilder(Credential issuer) {
    this.issuer = issuer;
  }

  /** Takes certificates back, at the moment of the list. */
  public RevocationListBuilder revoke(X509Certificate... certificates) {
    for (X509Certificate certificate : certificates) {
      serialNumbers.add(certificate.getSerialNumber());
    }
    return this;
  }

  /** Takes this many certificates back that nobody has. */
  public RevocationListBuilder revokeOthers(int count) {
    BigInteger first = BigInteger.ONE.shiftLeft(100);
    for (int i = 0; i < count; i++) {
      serialNumbers.add(first.add(BigInteger.valueOf(i)));
    }
    return this;
  }

  /**
   * From when the list is.
   *
   * @param next when it is to be replaced; null where it does not say
   */
  public RevocationListBuilder updates(Instant current, Instant next) {
    thisUpdate = current;
    nextUpdate = next;
    return this;
  }

  /** With one more extension, whatever it says. */
  public RevocationListBuilder extension(String oid, boolean critical, byte... value) {
    extensions.add(new Extension(new ASN1ObjectIdentifier(oid), critical, value));
    return this;
  }

  /** Signs it with the issuer's key. */
  public X509CRL sign() {
    X500Name name =
        X500Name.getInstance(issuer.certificate().getSubjectX500Principal().getEncoded());
    X509v2CRLBuilder builder = new X509v2CRLBuilder(name, Date.from(thisUpdate));
    if (nextUpdate != null) {
      builder.setNextUpdate(Date.from(nextUpdate));
    }
    for (BigInteger number : serialNumbers) {
      builder.addCRLEntry(number, Date.from(thisUpdate), CRLReason.unspecified);
    }
    try {
      for (Extension extension : extensions) {
        builder.addExtension(extension);
      }
      return new JcaX509CRLConverter()
          .getCRL(
              builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.key())));
    } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
