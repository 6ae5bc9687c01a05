package io.fleettelemetry.bench;

import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.transform.RecordTransformer;
import io.fleettelemetry.transform.Transformation;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to make of a vehicle's payload what dispatchers get. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TransformBenchmark {

  /** Which payload; all there are, so that each transform has its figure. */
  @Param public SampleRecord record;

  private RecordType type;
  private byte[] payload;

  /** Takes the payload out of the sample. */
  @Setup
  public void prepare() {
    type = record.type();
    payload = record.protobuf();
  }

  /** All transforms in their one pass. */
  @Benchmark
  public Transformation transform() {
    return RecordTransformer.transform(type, payload, 0, payload.length, RecordBuilder.VIN);
  }
}
