package io.fleettelemetry.pki;

import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;
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

  private static boolean isAddress(String text) {
    return IPAddress.isValid(text);
  }
}
