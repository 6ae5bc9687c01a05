package io.fleettelemetry.pki;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * Reads what an authority is to have issued. Whatever it did not issue, or is out of date or for
 * somebody else, is refused.
 *
 * @param authorityFile what to call the authority
 */
record IssuedFiles(CertificateAuthority authority, Path authorityFile) {

  /**
   * A server's.
   *
   * @param names that it must be for; none takes any
   */
  Credential server(FilePair files, List<String> names) throws PemException {
    Credential server = load(files);
    if (!names.isEmpty() && !HostNames.areThoseOf(server.certificate(), names)) {
      String own = String.join(", ", HostNames.of(server.certificate()));
      throw new PemException(files.certificate(), "is for other names: " + own);
    }
    return server;
  }

  /** A vehicle's. */
  Credential vehicle(FilePair files, String vin) throws PemException {
    Credential vehicle = load(files);
    X500Principal subject = vehicle.certificate().getSubjectX500Principal();
    if (!subject.equals(new X500Principal("CN=" + vin))) {
      throw new PemException(files.certificate(), "is for another vehicle: " + subject);
    }
    return vehicle;
  }

  X509CRL revocationList(Path file) throws PemException {
    X509CRL list = Pem.revocationList(file);
    try {
      list.verify(authority.certificate().getPublicKey());
      return list;
    } catch (GeneralSecurityException e) {
      throw notIssued(file);
    }
  }

  private Credential load(FilePair files) throws PemException {
    Credential credential = Credential.load(files.certificate(), files.key());
    X509Certificate own = credential.certificate();
    try {
      own.verify(authority.certificate().getPublicKey());
    } catch (GeneralSecurityException e) {
      throw notIssued(files.certificate());
    }
    Instant end = own.getNotAfter().toInstant();
    if (Instant.now().isAfter(end)) {
      throw new PemException(files.certificate(), "expired on " + end);
    }
    return credential;
  }

  private PemException notIssued(Path file) {
    return new PemException(file, "was not issued by the authority in " + authorityFile);
  }
}
