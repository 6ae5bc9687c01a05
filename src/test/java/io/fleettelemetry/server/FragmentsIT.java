package io.fleettelemetry.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.protocol.Answers;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.Frame;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.RecordingDispatcher;
import io.fleettelemetry.testing.ServerUnderTest;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of any size, in any number of frames. */
class FragmentsIT {

  private static final String VIN = "device-1";
  private static final int LONGEST_RECORD = 1_000_000;
  private static final int MIB = 1024 * 1024;
  private static final byte[] NONE = {};

  private final RecordingDispatcher recording = new RecordingDispatcher();
  private ServerUnderTest server;
  private FakeVehicle vehicle;

  @BeforeEach
  void connect() {
    server =
        ServerUnderTest.builder()
            .dispatcher("recording", recording)
            .route("V", "recording")
            .route("blob", "recording")
            .start();
    vehicle = server.connect(VIN);
  }

  @AfterEach
  void close() {
    vehicle.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 50})
  void fragmentsMakeOneRecord(int fragments) {
    vehicle.sendInFragments(RecordBuilder.v().vin(VIN).txid("in-parts").message(), fragments);
    vehicle.expectAck("in-parts");
    assertEquals("in-parts", recording.await(1).get(0).txidText());
  }

  @Test
  void emptyFragmentsAreNoEnd() {
    byte[] message = RecordBuilder.v().vin(VIN).txid("with-gaps").message();
    byte[] head = Arrays.copyOf(message, 40);
    byte[] tail = Arrays.copyOfRange(message, 40, message.length);
    vehicle.sendFragments(NONE, head, NONE, tail);
    vehicle.expectAck("with-gaps");
    vehicle.sendFragments(head, tail, NONE);
    vehicle.expectAck("with-gaps");
    assertEquals(2, recording.await(2).size());
  }

  @Test
  void pingsBetweenFragmentsAreAnsweredAtOnce() {
    byte[] message = RecordBuilder.v().vin(VIN).txid("with-ping").message();
    vehicle.sendFrame(false, Frame.BINARY, Arrays.copyOf(message, 40));
    vehicle.sendFrame(true, Frame.PING, new byte[] {7});
    Frame pong = vehicle.receiveFrame();
    assertEquals(Frame.PONG, pong.opcode(), pong::toString);
    assertArrayEquals(new byte[] {7}, pong.payload());
    vehicle.sendFrame(true, Frame.CONTINUATION, Arrays.copyOfRange(message, 40, message.length));
    vehicle.expectAck("with-ping");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 50})
  void theLongestRecordIsTaken(int fragments) {
    byte[] payload = longestPayload();
    vehicle.sendInFragments(blob(payload), fragments);
    vehicle.expectAck("long");
    assertArrayEquals(payload, recording.await(1).get(0).payload());
  }

  @ParameterizedTest
  @CsvSource({"1000001,1", "1000001,50", "3145728,1", "3145728,50", "16777216,1", "16777216,2"})
  void longerMessagesAreAnsweredAndSkipped(int size, int fragments) {
    vehicle.sendInFragments(new byte[size], fragments);
    vehicle.expectError("", Answers.INCORRECT_FORMAT);
    assertEquals(1, server.metric("record_too_big_total").orElse(0));
    vehicle.send(RecordBuilder.v().vin(VIN).txid("after").message());
    vehicle.expectAck("after");
    assertEquals(1, recording.await(1).size());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 50})
  void farTooLongMessagesEndTheConnection(int fragments) {
    Thread sender = new Thread(() -> sendUntilRefused(fragments), "sender");
    sender.start();
    vehicle.expectClose(1009);
    vehicle.reset();
    server.connect(VIN).close();
  }

  /** The server may be gone before all is sent. */
  private void sendUntilRefused(int fragments) {
    try {
      vehicle.sendInFragments(new byte[17 * MIB], fragments);
    } catch (UncheckedIOException e) {
      // expected: closed while sending
    }
  }

  @Test
  void textEndsTheConnection() {
    vehicle.sendFrame(true, Frame.TEXT, new byte[] {'h', 'i'});
    vehicle.expectClose(1003);
    vehicle.expectEnd();
  }

  private static byte[] blob(byte[] payload) {
    return RecordBuilder.of("blob").vin(VIN).txid("long").protobuf(payload).message();
  }

  /** What fills a message to the last byte that is taken. */
  private static byte[] longestPayload() {
    byte[] payload = new byte[LONGEST_RECORD - blob(NONE).length];
    Arrays.fill(payload, (byte) 1);
    assertEquals(LONGEST_RECORD, blob(payload).length);
    return payload;
  }
}
