package io.fleettelemetry.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.fleettelemetry.protocol.Answers;
import io.fleettelemetry.protocol.Envelope;
import io.fleettelemetry.protocol.EnvelopeDecoder;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.Frame;
import io.fleettelemetry.testing.LogCapture;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.RecordingDispatcher;
import io.fleettelemetry.testing.RuntimeGuards;
import io.fleettelemetry.testing.ServerUnderTest;
import io.fleettelemetry.testing.ServerUnderTestBuilder;
import io.fleettelemetry.transform.RecordTransformer;
import io.fleettelemetry.transform.Transformation;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random and mutated messages: each is answered as the table of the protocol says. Random frames:
 * no more than their connection ends.
 */
class HostileBytesIT {

  private static final int MESSAGES = 10_000;
  private static final int CONNECTIONS = 100;
  private static final long SEED = 20_261_124;
  private static final String VIN = "device-1";
  private static final Set<String> ROUTED = Set.of("V", "alerts", "errors");
  private static final String ERRORS = "unexpected_record_err_total";
  private static final byte[] NONE = {};
  private static final HexFormat HEX = HexFormat.of();

  /** What may be logged; anything else is a fault. */
  private static final Set<String> EXPECTED_LINES =
      Set.of(
          "socket_connected",
          "socket_disconnected",
          "socket_protocol_violation",
          "unexpected_record",
          "unexpected_sender_id",
          "unknown_message_type_error");

  private static ServerUnderTest server;
  private static LogCapture logs;
  private static List<LogCapture> warningsBeneath;

  private final Random random = new Random(SEED);
  private final List<byte[]> valid =
      List.of(
          RecordBuilder.v().vin(VIN).message(),
          RecordBuilder.alerts().vin(VIN).message(),
          RecordBuilder.errors().vin(VIN).message(),
          RecordBuilder.of("custom").vin(VIN).protobuf(new byte[] {1, 2, 3}).message());

  @BeforeAll
  static void start() {
    logs = LogCapture.of("io.fleettelemetry", Level.INFO);
    warningsBeneath =
        List.of(LogCapture.of("io.vertx", Level.WARN), LogCapture.of("io.netty", Level.WARN));
    ServerUnderTestBuilder builder =
        ServerUnderTest.builder().dispatcher("recording", new RecordingDispatcher());
    ROUTED.forEach(type -> builder.route(type, "recording"));
    // One vehicle comes so often that its connections would take each other's place.
    server = builder.section("connections", "per_vehicle", 0).start();
    logs.clear();
  }

  @AfterAll
  static void stop() {
    server.close();
    logs.close();
    warningsBeneath.forEach(LogCapture::close);
    RuntimeGuards.reports().collect();
  }

  @Test
  void eachMessageIsAnsweredAndTheConnectionLives() throws IOException {
    double before = server.count(ERRORS);
    int errors = 0;
    try (FakeVehicle vehicle = server.vehicle(VIN).connect()) {
      for (int i = 0; i < MESSAGES; i++) {
        byte[] message = next();
        byte[] expected = expectedAnswer(message);
        vehicle.send(message);
        assertEquals(
            HEX.formatHex(expected),
            HEX.formatHex(vehicle.receive()),
            () -> "message " + HEX.formatHex(message));
        errors += isAck(expected) ? 0 : 1;
      }
      vehicle.send(RecordBuilder.v().vin(VIN).txid("still there").message());
      vehicle.expectAck("still there");
    }
    assertTrue(errors > MESSAGES / 10 && errors < MESSAGES * 9 / 10, errors + " errors");
    assertEquals(before + errors, server.count(ERRORS));
    assertNothingUnexpected();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "03", "0000", "03ed", "ffff", "03e8ff", "03e8c0af", "03e86f6b", "0bb8"})
  void anyCloseFrameEndsTheConnection(String payload) throws IOException {
    byte[] close = new Frame(true, Frame.CLOSE, HEX.parseHex(payload)).masked();
    try (FakeVehicle vehicle = server.vehicle(VIN).connect()) {
      vehicle.sendRaw(twice(close));
      vehicle.expectEnd();
    }
    assertNothingUnexpected();
  }

  private static byte[] twice(byte[] bytes) {
    byte[] both = Arrays.copyOf(bytes, 2 * bytes.length);
    System.arraycopy(bytes, 0, both, bytes.length, bytes.length);
    return both;
  }

  @Test
  void anyFramesLeaveTheServerWhole() throws IOException {
    SSLContext tls = server.tls(VIN);
    for (int i = 0; i < CONNECTIONS; i++) {
      try (FakeVehicle vehicle = FakeVehicle.at(server.port(), tls).connect()) {
        vehicle.sendRaw(randomBytes(1 + random.nextInt(2_000)));
      }
    }
    awaitNobody();
    assertNothingUnexpected();
    try (FakeVehicle vehicle = server.vehicle(VIN).connect()) {
      vehicle.send(RecordBuilder.v().vin(VIN).txid("still there").message());
      vehicle.expectAck("still there");
    }
  }

  private static void awaitNobody() {
    Awaitility.await().until(() -> server.count("num_connections") == 0);
  }

  private static void assertNothingUnexpected() {
    logs.events().forEach(HostileBytesIT::assertExpected);
    warningsBeneath.forEach(capture -> assertEquals(List.of(), capture.events()));
  }

  private static byte[] expectedAnswer(byte[] message) {
    Envelope envelope = EnvelopeDecoder.decode(message, 0, message.length);
    if (envelope instanceof Envelope.NotARecord other) {
      return Answers.ack(other.txid(), NONE);
    }
    if (!(envelope instanceof Envelope.Record record)) {
      return Answers.error(NONE, Answers.INCORRECT_FORMAT);
    }
    RecordType type = RecordType.of(new String(record.topic(), UTF_8));
    Transformation transformed =
        RecordTransformer.transform(
            type, record.buffer(), record.payloadOffset(), record.payloadLength(), VIN);
    boolean accepted = ROUTED.contains(type.name()) || isOwn(record.senderId());
    return accepted && transformed instanceof Transformation.Transformed
        ? Answers.ack(record.txid(), record.topic())
        : Answers.error(record.txid(), Answers.INCORRECT_FORMAT);
  }

  private static boolean isOwn(byte[] senderId) {
    String sender = new String(senderId, UTF_8);
    return sender.equals("vehicle_device." + VIN) || sender.equals(VIN);
  }

  private static boolean isAck(byte[] answer) {
    return io.fleettelemetry.testing.Answer.parse(answer).ack();
  }

  private static void assertExpected(ILoggingEvent line) {
    assertTrue(EXPECTED_LINES.contains(line.getMessage()), line::toString);
    assertNull(line.getThrowableProxy(), line::toString);
  }

  private byte[] next() {
    byte[] message = valid.get(random.nextInt(valid.size())).clone();
    return switch (random.nextInt(7)) {
      case 0 -> randomBytes(random.nextInt(300));
      case 1 -> Arrays.copyOf(message, random.nextInt(message.length));
      case 2 -> Arrays.copyOf(message, message.length + random.nextInt(100));
      case 3 -> withWord(message, random.nextInt());
      case 4 -> withWord(message, extreme());
      case 5 -> withFlippedBits(message, 1);
      default -> withFlippedBits(message, 2 + random.nextInt(8));
    };
  }

  private byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private int extreme() {
    int[] values = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 4, 0xffff, -4};
    return values[random.nextInt(values.length)];
  }

  /** Offsets and lengths are aligned words. */
  private byte[] withWord(byte[] message, int word) {
    int at = random.nextInt(message.length / Integer.BYTES) * Integer.BYTES;
    for (int i = 0; i < Integer.BYTES; i++) {
      message[at + i] = (byte) (word >>> (8 * i));
    }
    return message;
  }

  private byte[] withFlippedBits(byte[] message, int count) {
    for (int i = 0; i < count; i++) {
      message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return message;
  }
}
