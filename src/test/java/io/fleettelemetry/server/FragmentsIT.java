package io.fleettelemetry.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import io.fleettelemetry.protocol.Answers;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.Frame;
import io.fleettelemetry.testing.LogCapture;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.RecordingDispatcher;
import io.fleettelemetry.testing.ServerUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of any size, in any number of frames. */
@ParameterizedClass
@ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
class FragmentsIT {

  private static final String VIN = "device-1";
  private static final String TOO_BIG = "record_too_big_total";
  private static final int LONGEST_RECORD = 1_000_000;
  private static final int MIB = 1024 * 1024;
  private static final byte[] NONE = {};
  private static final byte[] TOO_BIG_CODE = {1009 >> 8, (byte) 1009};

  private static RecordingDispatcher recording;
  private static ServerUnderTest server;
  private static LogCapture logs;
  private static SSLContext tls;

  @Parameter private String tlsVersion;

  private FakeVehicle vehicle;

  @BeforeAll
  static void start() {
    recording = new RecordingDispatcher();
    logs = LogCapture.of("io.fleettelemetry", Level.INFO);
    server =
        ServerUnderTest.builder()
            .dispatcher("recording", recording)
            .route("V", "recording")
            .route("blob", "recording")
            .start();
    tls = server.tls(VIN);
  }

  @AfterAll
  static void stop() {
    server.close();
    logs.close();
  }

  @BeforeEach
  void connect() throws IOException {
    vehicle = FakeVehicle.at(server.port(), tls).tlsVersions(tlsVersion).connect();
    assertEquals(tlsVersion, vehicle.session().getProtocol());
  }

  @AfterEach
  void disconnect() {
    vehicle.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 50})
  void fragmentsMakeOneRecord(int fragments) {
    String txid = tlsVersion + " in " + fragments;
    vehicle.sendInFragments(RecordBuilder.v().vin(VIN).txid(txid).message(), fragments);
    vehicle.expectAck(txid);
    assertEquals(VIN, recording.await(txid).vin());
  }

  @Test
  void emptyFragmentsEndNothing() {
    byte[] message = RecordBuilder.v().vin(VIN).txid("with gaps").message();
    byte[] head = Arrays.copyOf(message, 40);
    byte[] tail = Arrays.copyOfRange(message, 40, message.length);
    vehicle.sendFragments(NONE, head, NONE, tail);
    vehicle.expectAck("with gaps");
    vehicle.sendFragments(head, tail, NONE);
    vehicle.expectAck("with gaps");
    vehicle.sendFragments(NONE, NONE);
    vehicle.expectAck("");
  }

  @Test
  void pingsBetweenFragmentsAreAnsweredAtOnce() {
    byte[] message = RecordBuilder.v().vin(VIN).txid("with ping").message();
    vehicle.sendFrame(false, Frame.BINARY, Arrays.copyOf(message, 40));
    vehicle.sendFrame(true, Frame.PING, new byte[] {7});
    Frame pong = vehicle.receiveFrame();
    assertEquals(Frame.PONG, pong.opcode(), pong::toString);
    assertArrayEquals(new byte[] {7}, pong.payload());
    vehicle.sendFrame(true, Frame.CONTINUATION, Arrays.copyOfRange(message, 40, message.length));
    vehicle.expectAck("with ping");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 50})
  void theLongestRecordIsTaken(int fragments) {
    String txid = "%s long %2d".formatted(tlsVersion, fragments);
    byte[] payload = longestPayload(txid);
    vehicle.sendInFragments(blob(txid, payload), fragments);
    vehicle.expectAck(txid);
    assertArrayEquals(payload, recording.await(txid).payload());
  }

  @ParameterizedTest
  @CsvSource({"1000001,1", "1000001,50", "3145728,1", "3145728,50", "16777216,1", "16777216,2"})
  void longerMessagesAreAnsweredAndSkipped(int size, int fragments) {
    double before = server.count(TOO_BIG);
    vehicle.sendInFragments(new byte[size], fragments);
    vehicle.expectError("", Answers.INCORRECT_FORMAT);
    assertEquals(before + 1, server.count(TOO_BIG));
    vehicle.send(RecordBuilder.v().vin(VIN).txid("after").message());
    vehicle.expectAck("after");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 50})
  void farTooLongMessagesEndTheConnection(int fragments) throws InterruptedException {
    Thread sender = new Thread(() -> sendFarTooLong(fragments), "sender");
    sender.start();
    vehicle.expectClose(1009);
    vehicle.expectEnd();
    sender.join();
  }

  private void sendFarTooLong(int fragments) {
    try {
      vehicle.sendInFragments(new byte[17 * MIB], fragments);
      // A client that is still sending cannot answer the server's close frame before.
      vehicle.sendFrame(true, Frame.CLOSE, TOO_BIG_CODE);
    } catch (UncheckedIOException e) {
      // the server may be gone before all is sent
    }
  }

  @Test
  void textEndsTheConnection() {
    String ended = "fleet_telemetry_connections_ended_total{reason=\"protocol_violation\"}";
    double before = server.count(ended);
    vehicle.sendFrame(true, Frame.TEXT, new byte[] {'h', 'i'});
    vehicle.expectClose(1003);
    vehicle.expectEnd();
    assertEquals(before + 1, server.count(ended));
  }

  private static byte[] blob(String txid, byte[] payload) {
    return RecordBuilder.of("blob").vin(VIN).txid(txid).protobuf(payload).message();
  }

  /** What fills a message to the last byte that is taken. */
  private static byte[] longestPayload(String txid) {
    byte[] payload = new byte[LONGEST_RECORD - blob(txid, NONE).length];
    Arrays.fill(payload, (byte) 1);
    assertEquals(LONGEST_RECORD, blob(txid, payload).length);
    return payload;
  }
}
