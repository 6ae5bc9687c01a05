package io.fleettelemetry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsConfigTest {

  @TempDir Path directory;
  private ConfigFixture fixture;

  @BeforeEach
  void setUp() {
    fixture = new ConfigFixture(directory);
  }

  @Test
  void defaults() {
    assertEquals(
        new TlsConfig(
            fixture.file("server.crt"),
            fixture.file("server.key"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(30),
            false,
            true),
        fixture.config("{}").tls());
  }

  @Test
  void fullMapping() {
    fixture.with("SUPPRESS_TLS_HANDSHAKE_ERROR_LOGGING", "true").with("DIR", directory.toString());
    assertEquals(
        new TlsConfig(
            fixture.file("server.key"),
            fixture.file("server.crt"),
            Optional.of(fixture.file("ca.crt")),
            Optional.of(fixture.file("server.crt")),
            Optional.of(fixture.file("server.key")),
            Duration.ofSeconds(5),
            true,
            false),
        fixture
            .config(
                """
                {"use_default_eng_ca": true,
                 "tls": {"server_cert": "${DIR}/server.key", "server_key": "${DIR}/server.crt",
                         "ca_file": "${DIR}/ca.crt", "crl_file": "${DIR}/server.crt",
                         "vehicle_ca_file": "${DIR}/server.key", "reload_interval_s": 5}}
                """)
            .tls());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "t", "T", "TRUE", "true", "True"})
  void handshakeFailuresAreSilenced(String value) {
    fixture.with("SUPPRESS_TLS_HANDSHAKE_ERROR_LOGGING", value);
    assertEquals(false, fixture.config("{}").tls().logHandshakeFailures());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "f", "F", "FALSE", "false", "False"})
  void handshakeFailuresAreLogged(String value) {
    fixture.with("SUPPRESS_TLS_HANDSHAKE_ERROR_LOGGING", value);
    assertEquals(true, fixture.config("{}").tls().logHandshakeFailures());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yes", "tRUE", " 1"})
  void theVariableIsCheckedToo(String value) {
    fixture.with("SUPPRESS_TLS_HANDSHAKE_ERROR_LOGGING", value);
    fixture.assertRefused(
        "{}", "SUPPRESS_TLS_HANDSHAKE_ERROR_LOGGING: \"" + value + "\" — must be true or false");
  }

  @Test
  void rejections() {
    fixture.assertRefused(
        """
        {"use_default_eng_ca": "no",
         "tls": {"server_cert": null, "server_key": "", "ca_file": "/nowhere/ca.crt",
                 "crl_file": "/nowhere/crl.pem", "vehicle_ca_file": "/nowhere/c",
                 "reload_interval_s": -1}}
        """,
        "tls.server_cert: missing — is required: a file that can be read",
        "tls.server_key: \"\" — is required: a file that can be read",
        "tls.ca_file: \"/nowhere/ca.crt\" — must name a file that can be read",
        "tls.crl_file: \"/nowhere/crl.pem\" — must name a file that can be read",
        "tls.vehicle_ca_file: \"/nowhere/c\" — must name a file that can be read",
        "tls.reload_interval_s: -1 — must be a whole number from 0 to 2147483647 (seconds)",
        "use_default_eng_ca: \"no\" — must be true or false");
  }
}
