package io.fleettelemetry.dispatch.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.fleettelemetry.testing.LogCapture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ErrorLogTest {

  private final AtomicLong clock = new AtomicLong(-5);
  private final LogCapture capture = LogCapture.of(KafkaDispatcher.class);
  private final ErrorLog errors = new ErrorLog(clock::get);

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

  private List<ILoggingEvent> lines() {
    return capture.named("kafka_err");
  }

  private static Object count(ILoggingEvent line) {
    return LogCapture.fields(line).get("count");
  }
}
