package io.fleettelemetry.pki;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.util.IPAddress;

/** What a server's certificate can be for. */
public final class HostNames {

  /** What {@link #isValid} asks for, for messages. */
  public static final String RULE =
      "must be a DNS name, *. and a DNS name, or an IPv4 or IPv6 address";

  private static final String LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";

  /** A last label of digits alone would be an IPv4 address with a mistake in it. */
  private static final Pattern DNS_NAME =
      Pattern.compile("(?=.{1,253}$)(\\*\\.)?(" + LABEL + "\\.)*(?![0-9]+$)" + LABEL);

  private static final Pattern ZEROS = Pattern.compile("(^|:)0(:0)+(:|$)");

  private HostNames() {}

  /** Whether a text is a name or an address of a server. */
  public static boolean isValid(String nameOrAddress) {
    return isAddress(nameOrAddress) || DNS_NAME.matcher(nameOrAddress).matches();
  }

  static GeneralName generalName(String nameOrAddress) {
    if (!isValid(nameOrAddress)) {
      throw new IllegalArgumentException(nameOrAddress + " — " + RULE);
    }
    return new GeneralName(
        isAddress(nameOrAddress) ? GeneralName.iPAddress : GeneralName.dNSName, nameOrAddress);
  }

  /** Whether a certificate is for these names and addresses and no others. */
  static boolean areThoseOf(X509Certificate certificate, List<String> namesAndAddresses) {
    Set<GeneralName> asked =
        namesAndAddresses.stream().map(HostNames::generalName).collect(Collectors.toSet());
    byte[] extension = certificate.getExtensionValue(Extension.subjectAlternativeName.getId());
    return extension != null
        && asked.equals(
            Set.copyOf(
                List.of(
                    GeneralNames.getInstance(ASN1OctetString.getInstance(extension).getOctets())
                        .getNames())));
  }

  /** What a certificate is for, to be shown. */
  static List<String> of(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream().map(name -> withoutZeros(name.get(1).toString())).toList();
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  /** The JDK writes IPv6 addresses with all their zeros. */
  private static String withoutZeros(String address) {
    return isAddress(address) ? ZEROS.matcher(address).replaceFirst("::") : address;
  }

  private static boolean isAddress(String text) {
    return IPAddress.isValid(text);
  }
}
