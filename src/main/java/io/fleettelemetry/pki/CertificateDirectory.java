package io.fleettelemetry.pki;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A throw-away authority and what it has issued, in one directory: {@code vehicle-ca.crt} and
 * {@code .key}, {@code server.crt} and {@code .key}, {@code vehicle-VIN.crt} and {@code .key} for
 * each vehicle, and {@code vehicle-ca.crl}. What is there and is as asked is kept; what is missing
 * is made; what is there and is not as asked is refused, or replaced by force.
 */
public final class CertificateDirectory {

  /** What came of it. */
  public sealed interface Outcome {

    /**
     * All that was asked for is there.
     *
     * @param serverNames what the server's certificate is for
     * @param files each file of it
     */
    record Complete(CertificateAuthority authority, List<String> serverNames, List<Entry> files)
        implements Outcome {}

    /**
     * Nothing was written.
     *
     * @param problems each names a file that is there and says how it is not as asked
     */
    record Refused(List<PemException> problems) implements Outcome {}
  }

  /**
   * A file.
   *
   * @param written whether it is new; else it is as it was
   * @param meaning what is in it
   */
  public record Entry(Path file, boolean written, String meaning) {}

  /** What is in files already, or is to be written to them. */
  private record Item<T>(T value, boolean isNew) {}

  private interface Reading<T> {
    T get() throws PemException;
  }

  private interface Writing {
    void run() throws PemException;
  }

  private static final String AUTHORITY = "vehicle-ca";

  private final Path directory;
  private final DirectoryRequest request;
  private final List<PemException> problems = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();
  private final List<Writing> writings = new ArrayList<>();

  private CertificateDirectory(Path directory, DirectoryRequest request) {
    this.directory = directory;
    this.request = request;
  }

  /**
   * Makes a directory hold what is asked for, and the directory where it is missing. Blocks the
   * thread.
   *
   * @throws PemException when a file cannot be written; those before it are whole
   */
  public static Outcome complete(Path directory, DirectoryRequest request) throws PemException {
    return new CertificateDirectory(directory, request).complete();
  }

  private Outcome complete() throws PemException {
    CertificateAuthority authority = authority();
    if (!problems.isEmpty()) {
      return new Outcome.Refused(List.copyOf(problems));
    }
    IssuedFiles issued = new IssuedFiles(authority, directory.resolve(AUTHORITY + ".crt"));
    List<String> serverNames = server(issued);
    Map<String, X509Certificate> vehicles = new LinkedHashMap<>();
    request.allVehicles().forEach(vin -> vehicles.put(vin, vehicle(issued, vin)));
    revocationList(issued, request.revoked().stream().map(vehicles::get).toList());
    if (!problems.isEmpty()) {
      return new Outcome.Refused(List.copyOf(problems));
    }
    write();
    return new Outcome.Complete(authority, serverNames, List.copyOf(entries));
  }

  private CertificateAuthority authority() {
    FilePair files = FilePair.of(directory, AUTHORITY);
    Item<CertificateAuthority> item =
        keepOrMake(
            List.of(files.certificate(), files.key()),
            () -> namedAsAsked(CertificateAuthority.load(files.certificate(), files.key()), files),
            () ->
                CertificateAuthority.create(
                    request.authority().orElse(DirectoryRequest.DEFAULT_AUTHORITY),
                    request.validity()));
    CertificateAuthority authority = item.value();
    add(files.certificate(), item.isNew(), "the authority's certificate, which clients trust");
    add(files.key(), item.isNew(), "its key, which signs more certificates");
    writeNew(item, () -> authority.credential().write(files.certificate(), files.key()));
    return authority;
  }

  private CertificateAuthority namedAsAsked(CertificateAuthority authority, FilePair files)
      throws PemException {
    String name = authority.commonName();
    if (!request.authority().orElse(name).equals(name)) {
      throw new PemException(files.certificate(), "is an authority of another name: " + name);
    }
    return authority;
  }

  private List<String> server(IssuedFiles issued) {
    FilePair files = FilePair.of(directory, "server");
    List<String> names = request.names();
    Item<Credential> item =
        keepOrMake(
            List.of(files.certificate(), files.key()),
            () -> issued.server(files, names),
            () ->
                issued
                    .authority()
                    .server(names.isEmpty() ? DirectoryRequest.DEFAULT_NAMES : names));
    List<String> own = HostNames.of(item.value().certificate());
    addPair(files, item, "the server's certificate, for " + String.join(", ", own));
    return own;
  }

  private X509Certificate vehicle(IssuedFiles issued, String vin) {
    FilePair files = FilePair.of(directory, "vehicle-" + vin);
    Item<Credential> item =
        keepOrMake(
            List.of(files.certificate(), files.key()),
            () -> issued.vehicle(files, vin),
            () -> issued.authority().vehicle(vin));
    addPair(files, item, "the certificate of the vehicle " + vin);
    return item.value().certificate();
  }

  private void addPair(FilePair files, Item<Credential> item, String meaning) {
    add(files.certificate(), item.isNew(), meaning);
    add(files.key(), item.isNew(), "its key");
    writeNew(item, () -> item.value().write(files.certificate(), files.key()));
  }

  private void revocationList(IssuedFiles issued, List<X509Certificate> revoked) {
    Path file = directory.resolve(AUTHORITY + ".crl");
    Item<X509CRL> before =
        keepOrMake(
            List.of(file),
            () -> issued.revocationList(file),
            () -> issued.authority().revocationList(List.of()));
    Item<X509CRL> item =
        revoked.stream().allMatch(before.value()::isRevoked)
            ? before
            : new Item<>(issued.authority().revocationList(before.value(), revoked), true);
    X509CRL list = item.value();
    int count = list.getRevokedCertificates() == null ? 0 : list.getRevokedCertificates().size();
    add(file, item.isNew(), "the list of revoked certificates: " + (count == 0 ? "none" : count));
    writeNew(item, () -> Pem.write(file, list));
  }

  /** What the files hold, if it is as asked; else a new one, which may be a problem. */
  private <T> Item<T> keepOrMake(List<Path> files, Reading<T> asAsked, Supplier<T> fresh) {
    if (files.stream().anyMatch(Files::exists)) {
      try {
        return new Item<>(asAsked.get(), false);
      } catch (PemException e) {
        if (!request.force()) {
          problems.add(e);
        }
      }
    }
    return new Item<>(fresh.get(), true);
  }

  private void add(Path file, boolean isNew, String meaning) {
    entries.add(new Entry(file, isNew, meaning));
  }

  private void writeNew(Item<?> item, Writing writing) {
    if (item.isNew()) {
      writings.add(writing);
    }
  }

  private void write() throws PemException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw PemException.notWritten(directory, e);
    }
    for (Writing writing : writings) {
      writing.run();
    }
  }
}
