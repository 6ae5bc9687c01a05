package io.fleettelemetry.server;

import io.fleettelemetry.bench.SampleRecord;
import io.fleettelemetry.testing.RecordBuilder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What it costs to make a message of a WebSocket frame that TLS has decrypted: header, mask, one
 * copy; and what Netty takes to call us.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MessageReadBenchmark {

  private static final int ASSEMBLY_BYTES = 1_000_000;

  /** What the frame holds. */
  @Param({"USUAL", "LARGE"})
  public SampleRecord record;

  private Vertx vertx;
  private EmbeddedChannel channel;
  private ByteBuf frame;

  /** Opens a connection, and masks a frame as a vehicle does. */
  @Setup
  public void open() {
    vertx = Vertx.vertx();
    frame = maskedFrame(RecordBuilder.of("V").protobuf(record.protobuf()).message());
    channel =
        new EmbeddedChannel(
            new MessageReader(
                MessageListener.DEAF,
                ((VertxInternal) vertx).createEventLoopContext(),
                new MessageAssembler(
                    MessageListener.DEAF,
                    new ScratchBuffer(),
                    new AssemblyBudget(ASSEMBLY_BYTES))));
  }

  /** Closes it. */
  @TearDown
  public void close() {
    channel.finishAndReleaseAll();
    frame.release();
    vertx.close().await();
  }

  /** One frame in one read. */
  @Benchmark
  public void read() {
    channel.writeInbound(frame.retainedDuplicate());
  }

  private static ByteBuf maskedFrame(byte[] message) {
    EmbeddedChannel vehicle = new EmbeddedChannel(new WebSocket13FrameEncoder(true));
    vehicle.writeOutbound(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(message)));
    ByteBuf wire = Unpooled.buffer();
    for (ByteBuf part = vehicle.readOutbound(); part != null; part = vehicle.readOutbound()) {
      wire.writeBytes(part);
      part.release();
    }
    vehicle.finishAndReleaseAll();
    return wire;
  }
}
