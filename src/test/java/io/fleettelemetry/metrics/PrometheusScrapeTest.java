package io.fleettelemetry.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PrometheusScrapeTest {

  private final ScrapedRegistry registry = new ScrapedRegistry(new MockClock());

  @Test
  void ourNamesStayAsTheyAre() {
    registry.counter("kafka_err").increment();
    registry.counter("kafka_produce_total_bytes", "record_type", "V").increment(2);
    Gauge.builder("uptime_sec", () -> 1.5).baseUnit("seconds").register(registry);

    assertEquals(
        """
        # HELP kafka_err Failures of records or of the client
        # TYPE kafka_err counter
        kafka_err 1
        # HELP kafka_produce_total_bytes Payload the client has taken
        # TYPE kafka_produce_total_bytes counter
        kafka_produce_total_bytes{record_type="V"} 2
        # HELP uptime_sec Seconds since the start
        # TYPE uptime_sec gauge
        uptime_sec 1.5
        """,
        PrometheusScrape.of(registry));
  }

  @Test
  void dottedNamesBecomeWhatPrometheusUsersExpect() {
    registry.counter("http.requests", "http.code", "200").increment();
    Gauge.builder("jvm.memory.used", () -> 42)
        .baseUnit("bytes")
        .description("Memory \\ in\nuse")
        .register(registry);
    FunctionCounter.builder("jvm.allocated.total", this, self -> 9)
        .baseUnit("bytes")
        .register(registry);
    TimeGauge.builder("process.uptime", () -> 1_500, TimeUnit.MILLISECONDS).register(registry);

    assertEquals(
        """
        # TYPE http_requests_total counter
        http_requests_total{http_code="200"} 1
        # TYPE jvm_allocated_total_bytes_total counter
        jvm_allocated_total_bytes_total 9
        # HELP jvm_memory_used_bytes Memory \\\\ in\\nuse
        # TYPE jvm_memory_used_bytes gauge
        jvm_memory_used_bytes 42
        # TYPE process_uptime_seconds gauge
        process_uptime_seconds 1.5
        """,
        PrometheusScrape.of(registry));
  }

  @Test
  void timersAndSummariesHaveSumCountAndMaximum() {
    Timer.builder("pool.usage").register(registry).record(Duration.ofMillis(2_500));
    DistributionSummary.builder("read.size").baseUnit("bytes").register(registry).record(7);
    registry.more().longTaskTimer("long.task").start();

    assertEquals(
        """
        # TYPE long_task_seconds_active_count gauge
        long_task_seconds_active_count 1
        # TYPE long_task_seconds_duration_sum gauge
        long_task_seconds_duration_sum 0
        # TYPE long_task_seconds_max gauge
        long_task_seconds_max 0
        # TYPE pool_usage_seconds summary
        pool_usage_seconds_sum 2.5
        pool_usage_seconds_count 1
        # TYPE pool_usage_seconds_max gauge
        pool_usage_seconds_max 2.5
        # TYPE read_size_bytes summary
        read_size_bytes_sum 7
        read_size_bytes_count 1
        # TYPE read_size_bytes_max gauge
        read_size_bytes_max 7
        """,
        PrometheusScrape.of(registry));
  }

  @Test
  void bucketsAreCumulativeAndAscending() {
    Timer timer =
        Timer.builder("t.x")
            .serviceLevelObjectives(Duration.ofMillis(5), Duration.ofSeconds(10))
            .register(registry);
    timer.record(Duration.ofMillis(5));
    timer.record(Duration.ofMillis(6));
    timer.record(Duration.ofSeconds(11));

    assertEquals(
        """
        # TYPE t_x_seconds histogram
        t_x_seconds_bucket{le="0.005"} 1
        t_x_seconds_bucket{le="10"} 2
        t_x_seconds_bucket{le="+Inf"} 3
        t_x_seconds_sum 11.011
        t_x_seconds_count 3
        """,
        PrometheusScrape.of(registry));
  }

  @Test
  void labelsAreEscapedAndSorted() {
    registry.counter("c", "b", "line\nbreak", "a", "quote \" and \\").increment();
    registry.counter("c", "b", "", "a", "ü").increment(0.25);

    assertEquals(
        """
        # TYPE c counter
        c{a="quote \\" and \\\\",b="line\\nbreak"} 1
        c{a="ü",b=""} 0.25
        """,
        PrometheusScrape.of(registry));
  }

  @Test
  void otherMetersShowEachStatistic() {
    Meter.builder(
            "strange",
            Meter.Type.OTHER,
            List.of(
                new Measurement(() -> 1.0, Statistic.COUNT),
                new Measurement(() -> 2.0, Statistic.TOTAL)))
        .register(registry);

    assertEquals(
        """
        # TYPE strange untyped
        strange{statistic="count"} 1
        strange{statistic="total"} 2
        """,
        PrometheusScrape.of(registry));
  }

  @Test
  void numbersReadBackTheSame() {
    assertEquals("0", Exposition.number(-0.0));
    assertEquals("9007199254740991", Exposition.number(9007199254740991.0));
    assertEquals("1.0E16", Exposition.number(1e16));
    assertEquals("0.1", Exposition.number(0.1));
    assertEquals("0.00015", Exposition.number(1.5e-4));
    assertEquals("12345678.5", Exposition.number(12345678.5));
    assertEquals("1.0E-7", Exposition.number(1e-7));
    assertEquals("NaN", Exposition.number(Double.NaN));
    assertEquals("+Inf", Exposition.number(Double.POSITIVE_INFINITY));
    assertEquals("-Inf", Exposition.number(Double.NEGATIVE_INFINITY));
  }

  @Test
  void namesThatPrometheusRefusesAreMended() {
    registry.counter("9-lives", "a-b.c", "x").increment();

    assertEquals(
        "# TYPE _9_lives counter\n_9_lives{a_b_c=\"x\"} 1\n", PrometheusScrape.of(registry));
  }
}
