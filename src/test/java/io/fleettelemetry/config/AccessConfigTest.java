package io.fleettelemetry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessConfigTest {

  @TempDir Path directory;
  private ConfigFixture fixture;

  @BeforeEach
  void setUp() {
    fixture = new ConfigFixture(directory);
  }

  @Test
  void defaults() {
    AccessConfig anybody = new AccessConfig(Set.of(), Optional.empty(), Optional.empty());
    assertEquals(anybody, fixture.config("{}").access());
    assertEquals(
        anybody,
        fixture
            .config(
                """
                {"allowed_vins": null, "allowed_vins_file": "", "denied_vins_file": ""}
                """)
            .access());
  }

  @Test
  void fullMapping() {
    fixture.with("DIR", directory.toString());
    assertEquals(
        new AccessConfig(
            Set.of("VIN1", "VIN2"),
            Optional.of(fixture.file("ca.crt")),
            Optional.of(fixture.file("server.crt"))),
        fixture
            .config(
                """
                {"allowed_vins": ["VIN1", "VIN2", "VIN1"], "allowed_vins_file": "${DIR}/ca.crt",
                 "denied_vins_file": "${DIR}/server.crt"}
                """)
            .access());
  }

  @Test
  void rejections() {
    fixture.assertRefused(
        """
        {"allowed_vins": [], "allowed_vins_file": "/nowhere/a", "denied_vins_file": "/nowhere/d"}
        """,
        "allowed_vins: [] — must be a list of at least one VIN, none of them blank;"
            + " without it any vehicle may connect",
        "allowed_vins_file: \"/nowhere/a\" — must name a file that can be read",
        "denied_vins_file: \"/nowhere/d\" — must name a file that can be read");
    fixture.assertRefused(
        """
        {"allowed_vins": ["VIN1", " "]}
        """,
        "allowed_vins: [\"VIN1\", \" \"] — must be a list of at least one VIN, none of them blank;"
            + " without it any vehicle may connect");
  }
}
