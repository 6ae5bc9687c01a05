package io.fleettelemetry.dispatch.kafka;

import static org.apache.kafka.common.config.SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG;
import static org.apache.kafka.common.config.SslConfigs.SSL_KEYSTORE_KEY_CONFIG;
import static org.apache.kafka.common.config.SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG;
import static org.apache.kafka.common.config.SslConfigs.SSL_KEYSTORE_TYPE_CONFIG;
import static org.apache.kafka.common.config.SslConfigs.SSL_KEY_PASSWORD_CONFIG;
import static org.apache.kafka.common.config.SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG;
import static org.apache.kafka.common.config.SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG;
import static org.apache.kafka.common.config.SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG;

import io.fleettelemetry.pki.PemPrivateKey;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.SslConfigs;

/** Certificates and keys: librdkafka's files become what the client takes. */
final class SecurityTranslation {

  private static final String VERIFICATION = "enable.ssl.certificate.verification";
  private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";

  private final GivenProperties given;

  SecurityTranslation(GivenProperties given) {
    this.given = given;
  }

  void apply() {
    authorities();
    identity();
    verification();
    store(SSL_KEYSTORE_LOCATION_CONFIG);
    store(SSL_TRUSTSTORE_LOCATION_CONFIG);
  }

  private void store(String name) {
    boolean tls = given.text("security.protocol").orElse("").endsWith("SSL");
    if (tls && !given.text(name).map(File::new).map(File::canRead).orElse(true)) {
      given.error(name, "must be a file that can be read");
    }
  }

  private void authorities() {
    if (given.text("ssl.ca.location").filter("probe"::equals).isPresent()) {
      // The usual places of the system: the JVM's own trusted authorities are the counterpart.
      given.take("ssl.ca.location");
    }
    String source = given.has("ssl.ca.pem") ? "ssl.ca.pem" : "ssl.ca.location";
    Optional<String> authorities = pem("ssl.ca.pem", "ssl.ca.location");
    if (authorities.isPresent()
        && hasCertificates(source, authorities.get())
        && isOnly(source, SSL_TRUSTSTORE_LOCATION_CONFIG)) {
      given.derive(SSL_TRUSTSTORE_TYPE_CONFIG, "PEM", source);
      given.derive(SSL_TRUSTSTORE_CERTIFICATES_CONFIG, authorities.get(), source);
    }
  }

  private void identity() {
    String certificateSource =
        given.has("ssl.certificate.pem") ? "ssl.certificate.pem" : "ssl.certificate.location";
    String keySource = given.has("ssl.key.pem") ? "ssl.key.pem" : "ssl.key.location";
    if (given.has(certificateSource) != given.has(keySource)) {
      String missing = given.has(keySource) ? certificateSource : keySource;
      given.error(missing, "is required: a certificate and its key belong together");
    }
    Optional<String> certificate = pem("ssl.certificate.pem", "ssl.certificate.location");
    Optional<String> key = pem("ssl.key.pem", "ssl.key.location");
    if (certificate.isPresent()
        && key.isPresent()
        && hasCertificates(certificateSource, certificate.get())
        && isOnly(keySource, SSL_KEYSTORE_LOCATION_CONFIG)) {
      given.derive(SSL_KEYSTORE_TYPE_CONFIG, "PEM", keySource);
      given.derive(SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, certificate.get(), certificateSource);
      key(keySource, key.get());
    }
  }

  private void key(String source, String pem) {
    String password = given.take(SSL_KEY_PASSWORD_CONFIG).orElse("");
    PemPrivateKey.Reading reading = PemPrivateKey.read(pem, password.toCharArray());
    if (reading instanceof PemPrivateKey.Key key) {
      given.derive(SSL_KEYSTORE_KEY_CONFIG, key.pkcs8(), source);
    } else if (reading instanceof PemPrivateKey.Unreadable unreadable) {
      given.error(source, "must be a private key in PEM: " + unreadable.reason());
    } else if (password.isEmpty()) {
      given.error(source, "is encrypted: ssl.key.password must be set");
    } else {
      given.error(source, "cannot be decrypted with ssl.key.password");
    }
  }

  private void verification() {
    if (given.take(VERIFICATION).filter("false"::equals).isPresent()) {
      given.warning(VERIFICATION, "whoever answers at the address is taken for the broker");
      given.put(
          SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, UnverifiedSslEngineFactory.class.getName());
      given.put(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG, "");
    }
  }

  /** The text itself where it is given, else the file's or the directory's. */
  private Optional<String> pem(String textName, String pathName) {
    Optional<String> path = given.take(pathName);
    Optional<String> text = given.take(textName);
    if (text.isPresent() || path.isEmpty()) {
      // A PEM in one line of JSON may have its line ends written as backslash and n.
      return text.map(pem -> pem.replace("\\n", "\n"));
    }
    try {
      return Optional.of(read(Path.of(path.get())));
    } catch (IOException | InvalidPathException e) {
      given.error(pathName, "must be a file that can be read: " + e);
      return Optional.empty();
    }
  }

  private static String read(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return Files.readString(path, StandardCharsets.ISO_8859_1);
    }
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        all.append(text.contains(CERTIFICATE) ? text : "").append('\n');
      }
    }
    return all.toString();
  }

  private boolean hasCertificates(String source, String pem) {
    String problem = "there is none";
    if (pem.contains(CERTIFICATE)) {
      String blocks =
          Stream.of(pem.split("(?=-----BEGIN )"))
              .filter(block -> block.startsWith(CERTIFICATE))
              .collect(Collectors.joining("\n"));
      try {
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(blocks.getBytes(StandardCharsets.ISO_8859_1)));
        return true;
      } catch (CertificateException e) {
        problem = e.getMessage();
      }
    }
    given.error(source, "must hold certificates in PEM: " + problem);
    return false;
  }

  private boolean isOnly(String source, String other) {
    if (given.has(other)) {
      given.error(source, "cannot be set together with " + other);
    }
    return !given.has(other);
  }
}
