package io.fleettelemetry.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReaderTest {

  private static final int FIN = 0x80;
  private static final int CONTINUATION = 0;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;

  private static Vertx vertx;

  private final Heard heard = new Heard();
  private final AssemblyBudget assembly = new AssemblyBudget(3_000_000);
  private final MessageReader reader = reader(heard);
  private final EmbeddedChannel channel = new EmbeddedChannel(reader);

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void closeVertx() {
    vertx.close().await();
  }

  @BeforeEach
  void begin() {
    reader.resume();
  }

  @AfterEach
  void nothingLeaks() {
    channel.finishAndReleaseAll();
    assertEquals(0, assembly.usedBytes(), "what was assembled has been given back");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, 999_999, 1_000_000})
  void aMessageOfOneFrameIsDeliveredAtAnyLengthEncoding(int length) {
    byte[] message = bytes(length);
    write(frame(FIN | BINARY, message));
    assertArrayEquals(message, heard.onlyMessage());
  }

  @Test
  void aMessageArrivesByteByByte() {
    byte[] message = bytes(300);
    byte[] wire = frame(FIN | BINARY, message);
    for (byte b : wire) {
      write(new byte[] {b});
    }
    assertArrayEquals(message, heard.onlyMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 50})
  void fragmentsBecomeOneMessage(int fragments) {
    byte[] message = bytes(10_000);
    int piece = message.length / fragments;
    for (int i = 0; i < fragments; i++) {
      int opcode = (i == 0 ? BINARY : CONTINUATION) | (i == fragments - 1 ? FIN : 0);
      write(frame(opcode, Arrays.copyOfRange(message, i * piece, (i + 1) * piece)));
      write(frame(FIN | PING, new byte[0]));
    }
    assertArrayEquals(message, heard.onlyMessage());
  }

  @Test
  void anEmptyFirstFragmentIsAFragment() {
    write(frame(BINARY, new byte[0]));
    write(frame(FIN | CONTINUATION, new byte[] {1, 2}));
    assertArrayEquals(new byte[] {1, 2}, heard.onlyMessage());
  }

  @Test
  void fragmentsThatAreAllEmptyAreAnEmptyMessage() {
    write(frame(BINARY, new byte[0]));
    write(frame(FIN | CONTINUATION, new byte[0]));
    assertArrayEquals(new byte[0], heard.onlyMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000_001, 3 * 1024 * 1024, 16 * 1024 * 1024})
  void aLongerMessageIsSkippedAndReported(int length) {
    writeInPieces(frame(FIN | BINARY, bytes(length)));
    assertEquals(List.of((long) length), heard.oversized);
    write(frame(FIN | BINARY, new byte[] {7}));
    assertArrayEquals(new byte[] {7}, heard.onlyMessage());
  }

  @Test
  void fragmentsThatAreTooLongTogetherAreSkippedAndReported() {
    write(frame(BINARY, bytes(600_000)));
    write(frame(CONTINUATION, bytes(600_000)));
    write(frame(FIN | CONTINUATION, new byte[0]));
    assertEquals(List.of(1_200_000L), heard.oversized);
    assertTrue(heard.messages.isEmpty());
  }

  @Test
  void aMessageBeyondSixteenMebibytesEndsAtItsHeader() {
    write(Arrays.copyOf(frame(FIN | BINARY, bytes(17 * 1024 * 1024)), 14));
    assertEquals("1009 message is longer than 16777216 bytes", heard.violation);
  }

  @Test
  void textEnds() {
    write(frame(FIN | TEXT, new byte[] {'x'}));
    write(frame(FIN | BINARY, new byte[] {1}));
    assertEquals("1003 only binary messages are understood", heard.violation);
    assertTrue(heard.messages.isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"1, 1000", "1, 100000", "2, 17825792"})
  void theCloseFrameBehindWhatEndsIsSeen(int opcode, int length) {
    writeInPieces(frame(FIN | opcode, bytes(length)));
    write(frame(FIN | CLOSE, new byte[] {3, (byte) 0xe8}));
    CloseWebSocketFrame close = assertInstanceOf(CloseWebSocketFrame.class, channel.readInbound());
    close.release();
    assertTrue(heard.messages.isEmpty() && heard.oversized.isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "c2, 80, reserved bits are set",
    "82, 00, frame of a client is not masked",
    "83, 80, unknown opcode 3",
    "80, 80, continuation of no message",
    "09, 80, control frame is fragmented",
    "89, fe, control frame is fragmented",
    "8b, 80, control frame is fragmented"
  })
  void brokenRulesEnd(String first, String second, String reason) {
    byte[] wire = new byte[14];
    wire[0] = (byte) Integer.parseInt(first, 16);
    wire[1] = (byte) Integer.parseInt(second, 16);
    write(wire);
    assertTrue(heard.violation.startsWith("1002 " + reason), heard.violation);
  }

  @Test
  void aNewMessageInsideOfAnotherEnds() {
    write(frame(BINARY, new byte[] {1}));
    write(frame(FIN | BINARY, new byte[] {2}));
    assertEquals("1002 new message inside of another", heard.violation);
  }

  @Test
  void aNewReaderDeliversNothingUntilItIsResumed() {
    Heard waiting = new Heard();
    MessageReader held = reader(waiting);
    EmbeddedChannel any = new EmbeddedChannel(held);
    any.writeInbound(Unpooled.wrappedBuffer(frame(FIN | BINARY, new byte[] {1})));
    assertEquals(0, waiting.messages.size());
    held.resume();
    any.runPendingTasks();
    assertEquals(1, waiting.messages.size());
    any.finishAndReleaseAll();
  }

  @Test
  void aPausedReaderDeliversNothingOfWhatHasArrived() {
    heard.pauseAfterEach = reader;
    write(concat(frame(FIN | BINARY, new byte[] {1}), frame(FIN | BINARY, new byte[] {2})));
    assertEquals(1, heard.messages.size());
    assertFalse(channel.config().isAutoRead());

    reader.resume();
    channel.runPendingTasks();
    assertEquals(2, heard.messages.size());
  }

  @Test
  void aPingIsPassedOnOnlyWhileTheSocketTakesData() {
    write(frame(FIN | PING, new byte[] {5}));
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    for (int i = 0; i < 1000; i++) {
      write(frame(FIN | PING, new byte[] {6}));
    }
    assertEquals(1, heard.pings.size());
    assertArrayEquals(new byte[] {5}, heard.pings.get(0));
  }

  @Test
  void aCloseFrameGoesOnAndNothingAfterIt() {
    byte[] wire = frame(FIN | CLOSE, new byte[] {3, (byte) 0xe8});
    write(concat(wire, concat(frame(FIN | BINARY, bytes(3)), wire)));
    CloseWebSocketFrame close = assertInstanceOf(CloseWebSocketFrame.class, channel.readInbound());
    assertEquals(1000, close.statusCode());
    close.release();
    assertNull(channel.readInbound());
    assertTrue(heard.closeReceived);
    assertTrue(heard.messages.isEmpty());
  }

  @Test
  void unfinishedMessagesAreBoundedTogetherAndTheOldestGivesWay() {
    List<EmbeddedChannel> others = new ArrayList<>();
    List<Heard> listeners = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Heard other = new Heard();
      MessageReader unread = reader(other);
      EmbeddedChannel half = new EmbeddedChannel(unread);
      unread.resume();
      half.writeInbound(Unpooled.wrappedBuffer(frame(BINARY, bytes(900_000))));
      others.add(half);
      listeners.add(other);
    }
    assertEquals("1013 too many unfinished messages at this server", listeners.get(0).violation);
    assertNull(listeners.get(1).violation);
    others.get(3).writeInbound(Unpooled.wrappedBuffer(frame(FIN | CONTINUATION, bytes(10))));
    assertEquals(900_010, listeners.get(3).onlyMessage().length);
    assertTrue(assembly.usedBytes() <= 3_000_000);
    others.forEach(EmbeddedChannel::finishAndReleaseAll);
  }

  @Test
  void aFaultOfTheListenerIsToldOnceAndEndsTheReading() {
    heard.fault = new IllegalStateException("a defect");
    byte[] message = frame(FIN | BINARY, bytes(10));
    write(concat(message, message));
    write(message);
    assertEquals(List.of(heard.fault), heard.failures);
    assertEquals(1, heard.messages.size());
    write(frame(FIN | CLOSE, new byte[] {3, (byte) 0xe8}));
    assertTrue(heard.closeReceived, "the closing handshake still ends the connection");
  }

  @Test
  void aFaultAtTheEndIsToldToo() {
    heard.faultAtClose = new IllegalStateException("a defect");
    write(frame(FIN | CLOSE, new byte[] {3, (byte) 0xe8}));
    assertEquals(List.of(heard.faultAtClose), heard.failures);
  }

  @Test
  void anyBytesAreReadToTheirEnd() {
    Random random = new Random(11);
    for (int round = 0; round < 2_000; round++) {
      EmbeddedChannel any = new EmbeddedChannel(reader(new Heard()));
      byte[] wire = new byte[random.nextInt(200)];
      random.nextBytes(wire);
      any.writeInbound(Unpooled.wrappedBuffer(wire));
      any.finishAndReleaseAll();
    }
  }

  private MessageReader reader(MessageListener listener) {
    ContextInternal context = ((VertxInternal) vertx).createEventLoopContext();
    return new MessageReader(
        listener, context, new MessageAssembler(listener, new ScratchBuffer(), assembly));
  }

  private void write(byte[] wire) {
    ByteBuf buffer = channel.alloc().buffer().writeBytes(wire);
    channel.writeInbound(buffer);
  }

  private void writeInPieces(byte[] wire) {
    for (int offset = 0; offset < wire.length; offset += 65_536) {
      write(Arrays.copyOfRange(wire, offset, Math.min(offset + 65_536, wire.length)));
    }
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  /** A client's frame: first byte as given, length in its shortest form, masked. */
  private static byte[] frame(int firstByte, byte[] payload) {
    ByteBuf wire = Unpooled.buffer();
    wire.writeByte(firstByte);
    if (payload.length < 126) {
      wire.writeByte(0x80 | payload.length);
    } else if (payload.length <= 0xffff) {
      wire.writeByte(0x80 | 126).writeShort(payload.length);
    } else {
      wire.writeByte(0x80 | 127).writeLong(payload.length);
    }
    byte[] key = {0x11, (byte) 0x92, 0x33, (byte) 0xc4};
    wire.writeBytes(key);
    byte[] masked = payload.clone();
    for (int i = 0; i < masked.length; i++) {
      masked[i] ^= key[i % 4];
    }
    wire.writeBytes(masked);
    byte[] bytes = new byte[wire.readableBytes()];
    wire.readBytes(bytes).release();
    return bytes;
  }

  /** What the reader told. */
  private static final class Heard implements MessageListener {
    private final List<byte[]> messages = new ArrayList<>();
    private final List<byte[]> pings = new ArrayList<>();
    private final List<Long> oversized = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private RuntimeException fault;
    private RuntimeException faultAtClose;
    private String violation;
    private boolean closeReceived;
    private MessageReader pauseAfterEach;

    byte[] onlyMessage() {
      assertNull(violation);
      assertEquals(1, messages.size());
      return messages.get(0);
    }

    @Override
    public void message(byte[] buffer, int length) {
      messages.add(Arrays.copyOf(buffer, length));
      if (fault != null) {
        throw fault;
      }
      if (pauseAfterEach != null) {
        pauseAfterEach.pause();
      }
    }

    @Override
    public void oversizedMessage(long length) {
      oversized.add(length);
    }

    @Override
    public void ping(byte[] payload) {
      pings.add(payload);
    }

    @Override
    public void violation(int closeCode, String reason) {
      violation = closeCode + " " + reason;
    }

    @Override
    public void failed(Throwable failure) {
      failures.add(failure);
    }

    @Override
    public void closeReceived() {
      closeReceived = true;
      if (faultAtClose != null) {
        throw faultAtClose;
      }
    }

    @Override
    public void readComplete() {}

    @Override
    public void writabilityChanged(boolean writable) {}
  }
}
