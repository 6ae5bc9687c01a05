package io.fleettelemetry.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.fleettelemetry.testing.LogCapture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ErrorLogTest {

  private final AtomicLong clock = new AtomicLong(-5);
  private final LogCapture capture = LogCapture.of(ErrorLogTest.class);
  private final ErrorLog errors =
      new ErrorLog(LoggerFactory.getLogger(ErrorLogTest.class), "some_err", clock::get);

  @AfterEach
  void close() {
    capture.close();
  }

  @Test
  void thousandsOfOneKindAreTwoLinesThatSayHowMany() {
    for (int i = 0; i < 3000; i++) {
      errors.report("tt_V", "Timeout", "no answer");
    }
    assertEquals(1, lines().size());
    clock.addAndGet(Duration.ofSeconds(10).toNanos());
    errors.report("tt_V", "Timeout", "no answer");
    assertEquals(List.of(1L, 3000L), lines().stream().map(ErrorLogTest::count).toList());
    assertEquals(
        Map.of("error", "no answer", "kind", "Timeout", "topic", "tt_V", "count", 1L),
        LogCapture.fields(lines().get(0)));
  }

  @Test
  void eachKindAndEachTopicHasItsOwnLine() {
    errors.report("tt_V", "Timeout", "a");
    errors.report("tt_V", "RecordTooLarge", "b");
    errors.report("tt_alerts", "Timeout", "c");
    assertEquals(3, lines().size());
  }

  @Test
  void aLineMayNameTheRecordThatItIsAbout() {
    errors.report("tt_V", "Timeout", "no answer", Map.of("vin", "v1"));
    errors.report("tt_V", "Timeout", "no answer", Map.of("vin", "v2"));
    assertEquals(
        List.of("v1"), lines().stream().map(l -> LogCapture.fields(l).get("vin")).toList());
  }

  private List<ILoggingEvent> lines() {
    return capture.named("some_err");
  }

  private static Object count(ILoggingEvent line) {
    return LogCapture.fields(line).get("count");
  }
}
