package io.fleettelemetry.bench;

import io.fleettelemetry.protocol.Answers;
import io.fleettelemetry.protocol.Envelope;
import io.fleettelemetry.protocol.EnvelopeDecoder;
import io.fleettelemetry.testing.RecordBuilder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the envelope around a record costs: reading the vehicle's, and writing the ack's. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EnvelopeBenchmark {

  private final RecordBuilder record =
      RecordBuilder.of("V")
          .txid("5YJ3E1EA0NF000001-1764000000")
          .protobuf(SampleRecord.USUAL.protobuf());
  private final byte[] message = record.message();
  private final byte[] txid = record.build().txid();
  private final byte[] topic = {'V'};

  /** A message to its parts; the payload is not looked into. */
  @Benchmark
  public Envelope decode() {
    return EnvelopeDecoder.decode(message, 0, message.length);
  }

  /** The bytes of an ack. */
  @Benchmark
  public byte[] ack() {
    return Answers.ack(txid, topic);
  }
}
