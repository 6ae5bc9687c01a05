package io.fleettelemetry.auth;

import java.util.ArrayList;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** Reads the parts of a certificate's names. */
final class DistinguishedNames {

  /** Longer names are cut where they are shown; they come from whoever connects. */
  private static final int SHOWN = 200;

  private DistinguishedNames() {}

  /** The last common name in the certificate's order, or an empty text. */
  static String commonName(X500Principal name) {
    List<String> names = values(name, "CN");
    return names.isEmpty() ? "" : names.get(names.size() - 1);
  }

  /** The organisational units in the certificate's order. */
  static List<String> organisationalUnits(X500Principal name) {
    return values(name, "OU");
  }

  /** The common name, or the whole name where there is none; bounded. */
  static String shown(X500Principal name) {
    String commonName = commonName(name);
    return bounded(commonName.isEmpty() ? name.getName() : commonName);
  }

  /** A part of a name, bounded. */
  static String bounded(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }

  private static List<String> values(X500Principal name, String type) {
    List<String> values = new ArrayList<>();
    try {
      // RFC 2253 writes the last part first, and LdapName counts from the right.
      for (Rdn part : new LdapName(name.getName(X500Principal.RFC2253)).getRdns()) {
        Attribute attribute = part.toAttributes().get(type);
        for (int i = 0; attribute != null && i < attribute.size(); i++) {
          if (attribute.get(i) instanceof String text) {
            values.add(text);
          }
        }
      }
    } catch (InvalidNameException e) {
      return List.of();
    } catch (NamingException e) {
      throw new IllegalStateException(e);
    }
    return values;
  }
}
