package io.fleettelemetry.bench;

import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.transform.JsonEncoder;
import io.fleettelemetry.transform.JsonEncoding;
import io.fleettelemetry.transform.RecordTransformer;
import io.fleettelemetry.transform.Transformation.Transformed;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to write a transformed record as JSON. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JsonBenchmark {

  /** Which record. */
  @Param({"USUAL", "LARGE", "ALERT_MILLIS"})
  public SampleRecord record;

  private RecordType type;
  private byte[] protobuf;

  /** Transforms the sample, as records are before they become JSON. */
  @Setup
  public void prepare() {
    type = record.type();
    byte[] payload = record.protobuf();
    protobuf =
        ((Transformed)
                RecordTransformer.transform(type, payload, 0, payload.length, RecordBuilder.VIN))
            .protobuf();
  }

  /** Protobuf to JSON. */
  @Benchmark
  public JsonEncoding encode() {
    return JsonEncoder.encode(type, protobuf);
  }
}
