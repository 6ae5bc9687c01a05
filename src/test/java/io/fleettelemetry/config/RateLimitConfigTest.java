package io.fleettelemetry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RateLimitConfigTest {

  @TempDir Path directory;
  private ConfigFixture fixture;

  @BeforeEach
  void setUp() {
    fixture = new ConfigFixture(directory);
  }

  @Test
  void defaults() {
    RateLimitConfig off = new RateLimitConfig(false, 100, Duration.ofSeconds(60));
    assertEquals(off, fixture.config("{}").rateLimit());
    assertEquals(off, fixture.config("{\"rate_limit\": {}}").rateLimit());
  }

  @Test
  void fullMapping() {
    assertEquals(
        new RateLimitConfig(true, 1000, Duration.ofSeconds(30)),
        fixture
            .config(
                """
                {"rate_limit": {"enabled": true, "message_limit": 1000,
                                "message_interval_time": 30}}
                """)
            .rateLimit());
  }

  @Test
  void theOlderNameOfTheIntervalIsInNanoseconds() {
    String older =
        "\"rate_limit\": {\"messageIntervalTimeSecond\": 2500000000, \"message_interval_time\": %s";
    assertEquals(
        Duration.ofMillis(2500),
        fixture
            .loaded(
                "{" + older.formatted("null}}"),
                "rate_limit.MessageIntervalTimeSecond: 2500000000 — is an older name, in"
                    + " nanoseconds; message_interval_time takes seconds")
            .config()
            .rateLimit()
            .interval());
    assertEquals(
        Duration.ofSeconds(7),
        fixture
            .loaded(
                "{" + older.formatted("7}}"),
                "rate_limit.MessageIntervalTimeSecond: 2500000000 — has no effect beside"
                    + " message_interval_time")
            .config()
            .rateLimit()
            .interval());
  }

  @Test
  void rejections() {
    fixture.assertRefused(
        """
        {"rate_limit": {"enabled": 1, "message_limit": 3000000000, "message_interval_time": -1,
                        "MessageIntervalTimeSecond": 0}}
        """,
        "rate_limit.enabled: 1 — must be true or false",
        "rate_limit.message_limit: 3000000000 — must be a whole number from 1 to 2147483647",
        "rate_limit.message_interval_time: -1 — must be a whole number from 1 to 2147483647"
            + " (seconds)",
        "rate_limit.MessageIntervalTimeSecond: 0 — must be a whole number of 1 or more (nanos)");
    fixture.assertRefused(
        "{\"rate_limit\": {\"message_limit\": 0}}",
        "rate_limit.message_limit: 0 — must be a whole number from 1 to 2147483647");
    fixture.assertRefused(
        "{\"rate_limit\": {\"enabled\": true}}",
        "rate_limit.message_limit: missing — is required with enabled: a whole number of 1 or"
            + " more");
  }
}
