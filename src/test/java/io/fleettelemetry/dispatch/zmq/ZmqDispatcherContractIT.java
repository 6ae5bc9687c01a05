package io.fleettelemetry.dispatch.zmq;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import io.fleettelemetry.dispatch.Dispatcher;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.telemetry.Outcome;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.DispatcherContract;
import io.fleettelemetry.testing.OutcomeLog;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.ZmqSubscriber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Nested;

class ZmqDispatcherContractIT {

  @Nested
  class Plain extends DispatcherContract {
    @Override
    protected Rig createRig() {
      return new ZmqRig(false);
    }
  }

  @Nested
  class Encrypted extends DispatcherContract {
    @Override
    protected Rig createRig() {
      return new ZmqRig(true);
    }
  }

  /** The system is one subscriber to everything. */
  private static final class ZmqRig implements DispatcherContract.Rig {

    private static final Map<String, Object> SHORT_WAIT =
        Map.of("publish_timeout_ms", 500, "send_hwm", 20);
    private static final int NEVER_FULL = 500;
    private static final Map<String, Object> ONE = Map.of("send_hwm", 1);
    private static final Duration ARRIVAL_LIMIT = Duration.ofSeconds(20);

    private final ZmqFixture fixture = new ZmqFixture();
    private final boolean encrypted;
    private final ZmqSubscriber subscriber;
    private CountedDispatcher dispatcher;
    private ServerSocket portInUse;

    ZmqRig(boolean encrypted) {
      this.encrypted = encrypted;
      this.subscriber =
          ZmqSubscriber.start(
              fixture.address,
              "",
              encrypted
                  ? Optional.of(fixture.subscriberKeys(fixture.clientKeys))
                  : Optional.empty());
    }

    private Dispatcher create(Map<String, ?> more) {
      return new ZmqDispatcher(
          encrypted ? fixture.encrypted(more) : fixture.plain(more), fixture.context);
    }

    private Dispatcher counted(Map<String, ?> more) {
      dispatcher = new CountedDispatcher(create(more));
      return dispatcher;
    }

    @Override
    public Dispatcher dispatcher() {
      return counted(SHORT_WAIT);
    }

    /** What was stored is still under way to the subscriber for a moment. */
    @Override
    public List<byte[]> stored(RecordType type, String vin) {
      try {
        Awaitility.await("all that was stored")
            .atMost(ARRIVAL_LIMIT)
            .pollInterval(Duration.ofMillis(10))
            .until(() -> subscriber.received().size() >= dispatcher.stored());
      } catch (ConditionTimeoutException e) {
        // What is missing is for the test to say.
      }
      return subscriber.received().stream()
          .filter(message -> message.topic().equals(fixture.context.topic(type.name())))
          .map(ZmqSubscriber.Message::payload)
          .filter(payload -> !type.equals(RecordType.V) || vin(payload).equals(vin))
          .toList();
    }

    private static String vin(byte[] payload) {
      try {
        return Payload.parseFrom(payload).getVin();
      } catch (InvalidProtocolBufferException e) {
        throw new UncheckedIOException(e);
      }
    }

    /**
     * A subscriber is away as far as can be told here when it reads no more and has no room; one
     * that is encrypted no other way, so it is tried once.
     */
    @Override
    public Optional<Runnable> takingSystemAway() {
      return encrypted
          ? Optional.empty()
          : Optional.of(
              () -> {
                subscriber.pause();
                TelemetryRecord large = RecordBuilder.v().payload(new byte[1 << 20]).build();
                int stored = 0;
                while (publish(large).equals(List.of(Outcome.STORED))) {
                  stored++;
                  assertTrue(stored < NEVER_FULL, "never full");
                }
              });
    }

    private List<Outcome> publish(TelemetryRecord record) {
      OutcomeLog log = new OutcomeLog(1);
      dispatcher.dispatch(List.of(record), log);
      return log.await(timeLimit()).outcomes();
    }

    @Override
    public Optional<Runnable> bringingSystemBack() {
      return Optional.of(subscriber::resume);
    }

    @Override
    public Optional<DispatcherContract.AwayAtStart> awayAtStart() {
      subscriber.kill();
      return Optional.of(new DispatcherContract.AwayAtStart(create(Map.of()), Optional.empty()));
    }

    @Override
    public Optional<DispatcherContract.Slowness> slowness() {
      return Optional.of(new DispatcherContract.Slowness(subscriber::pause, subscriber::resume));
    }

    @Override
    public Optional<Dispatcher> tightlyBounded() {
      return Optional.of(counted(ONE));
    }

    @Override
    public Optional<Dispatcher> refusedAtStart() {
      try {
        int port =
            Integer.parseInt(fixture.address.substring(fixture.address.lastIndexOf(':') + 1));
        portInUse = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Optional.of(create(Map.of()));
    }

    @Override
    public void close() {
      subscriber.close();
      fixture.close();
      if (portInUse != null) {
        try {
          portInUse.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
