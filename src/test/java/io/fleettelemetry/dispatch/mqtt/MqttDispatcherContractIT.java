package io.fleettelemetry.dispatch.mqtt;

import io.fleettelemetry.dispatch.Dispatcher;
import io.fleettelemetry.proto.vehicledata.Datum;
import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.proto.vehicledata.Value;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.DispatcherContract;
import io.fleettelemetry.testing.FreePorts;
import io.fleettelemetry.testing.MqttBroker;
import io.fleettelemetry.testing.MqttSubscriber;
import io.fleettelemetry.testing.RecordBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** Against Mosquitto, read by its own subscriber. */
class MqttDispatcherContractIT {

  @Nested
  class Version3AtLeastOnce extends DispatcherContract {
    @Override
    protected Rig createRig() {
      return new MqttRig(Map.of("qos", 1), false);
    }
  }

  @Nested
  class Version5ExactlyOnce extends DispatcherContract {
    @Override
    protected Rig createRig() {
      return new MqttRig(Map.of("qos", 2, "protocol_version", "5"), true);
    }
  }

  private static final class MqttRig implements DispatcherContract.Rig {

    private final MqttBroker broker = MqttBroker.shared();
    private final MqttFixture fixture = new MqttFixture();
    private final MqttSubscriber subscriber = MqttSubscriber.start(broker, fixture.base + "/#");
    private final RecordMessages messages = new RecordMessages(fixture.base, false);
    private final Map<String, Object> settings;
    private final boolean knowsTheLargest;

    MqttRig(Map<String, Object> settings, boolean knowsTheLargest) {
      this.settings = settings;
      this.knowsTheLargest = knowsTheLargest;
    }

    @Override
    public Dispatcher dispatcher() {
      return dispatcher(Map.of());
    }

    private Dispatcher dispatcher(Map<String, Object> more) {
      Map<String, Object> all = new HashMap<>(settings);
      all.putAll(more);
      return new MqttDispatcher(fixture.settings(broker, all), fixture.context);
    }

    /** One message of each record stands for it. */
    @Override
    public List<byte[]> stored(RecordType type, String vin) {
      String topic =
          type.equals(RecordType.V)
              ? messages.vehicle(vin) + "/v/Odometer"
              : messages.vehicle(vin) + "/alerts/";
      return subscriber.received().stream()
          .filter(message -> message.topic().startsWith(topic))
          .filter(message -> !message.topic().endsWith("/current"))
          .map(MqttSubscriber.Message::payload)
          .toList();
    }

    @Override
    public byte[] expected(TelemetryRecord record) {
      return messages.of(record).stream()
          .filter(m -> m.topic().endsWith("/Odometer") || m.topic().endsWith("/history"))
          .findFirst()
          .orElseThrow()
          .payload();
    }

    @Override
    public Optional<TelemetryRecord> refusedRecord() {
      Payload large =
          Payload.newBuilder()
              .addData(
                  Datum.newBuilder()
                      .setKey(Field.VehicleName)
                      .setValue(
                          Value.newBuilder().setStringValue("x".repeat(MqttBroker.LARGEST_PACKET))))
              .build();
      return knowsTheLargest
          ? Optional.of(RecordBuilder.v().protobuf(large).build())
          : Optional.empty();
    }

    @Override
    public Optional<Runnable> takingSystemAway() {
      return Optional.of(broker::kill);
    }

    @Override
    public Optional<Runnable> bringingSystemBack() {
      return Optional.of(
          () -> {
            broker.start();
            subscriber.awaitSubscribed();
          });
    }

    @Override
    public Optional<DispatcherContract.AwayAtStart> awayAtStart() {
      String nobody = "127.0.0.1:" + FreePorts.next();
      return Optional.of(
          new DispatcherContract.AwayAtStart(
              dispatcher(Map.of("broker", nobody, "start_timeout_s", 1)), Optional.of(nobody)));
    }

    @Override
    public Optional<DispatcherContract.Slowness> slowness() {
      return Optional.of(new DispatcherContract.Slowness(broker::pause, broker::resume));
    }

    @Override
    public Optional<Dispatcher> tightlyBounded() {
      return Optional.of(dispatcher(Map.of("max_in_flight", 1, "publish_timeout_ms", 20_000)));
    }

    @Override
    public Optional<Dispatcher> refusedAtStart() {
      return Optional.of(dispatcher(Map.of("password", "wrong")));
    }

    @Override
    public void close() {
      broker.start();
      subscriber.close();
      fixture.close();
    }
  }
}
