package io.fleettelemetry.dispatch.kafka;

import io.fleettelemetry.dispatch.Dispatcher;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.DispatcherContract;
import io.fleettelemetry.testing.FreePorts;
import io.fleettelemetry.testing.KafkaBroker;
import io.fleettelemetry.testing.RecordBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

class KafkaDispatcherContractIT extends DispatcherContract {

  private static final int LARGEST = 1_000_000;

  @Override
  protected Rig createRig() {
    return new KafkaRig();
  }

  private static final class KafkaRig implements Rig {

    private final KafkaBroker broker = KafkaBroker.shared();
    private final KafkaFixture fixture = new KafkaFixture();

    @Override
    public Dispatcher dispatcher() {
      Map<String, Object> more = Map.of("message.timeout.ms", 3000, "message.max.bytes", LARGEST);
      return new KafkaDispatcher(KafkaFixture.settings(broker, more), fixture.context);
    }

    @Override
    public List<byte[]> stored(RecordType type, String vin) {
      byte[] key = vin.getBytes(StandardCharsets.UTF_8);
      return broker.read(fixture.context.topic(type.name())).stream()
          .filter(record -> Arrays.equals(key, record.key()))
          .map(ConsumerRecord::value)
          .toList();
    }

    @Override
    public Optional<TelemetryRecord> refusedRecord() {
      return Optional.of(RecordBuilder.v().payload(new byte[LARGEST]).build());
    }

    @Override
    public Optional<Runnable> takingSystemAway() {
      return Optional.of(broker::kill);
    }

    @Override
    public Optional<Runnable> bringingSystemBack() {
      return Optional.of(broker::start);
    }

    @Override
    public Optional<AwayAtStart> awayAtStart() {
      Map<String, Object> nobody =
          Map.of("bootstrap.servers", "127.0.0.1:" + FreePorts.next(), "message.timeout.ms", 1000);
      Dispatcher away = new KafkaDispatcher(KafkaFixture.settings(nobody), fixture.context);
      return Optional.of(new AwayAtStart(away, Optional.empty()));
    }

    @Override
    public Optional<Slowness> slowness() {
      return Optional.of(new Slowness(broker::pause, broker::resume));
    }

    @Override
    public Optional<Dispatcher> tightlyBounded() {
      Map<String, Object> one = Map.of("queue.buffering.max.messages", 1);
      return Optional.of(new KafkaDispatcher(KafkaFixture.settings(broker, one), fixture.context));
    }

    @Override
    public Optional<Dispatcher> refusedAtStart() {
      Map<String, Object> wrongPassword =
          Map.of(
              "bootstrap.servers", broker.saslBootstrapServers(),
              "security.protocol", "sasl_plaintext",
              "sasl.mechanisms", "PLAIN",
              "sasl.username", KafkaBroker.SASL_USERNAME,
              "sasl.password", "wrong");
      return Optional.of(
          new KafkaDispatcher(KafkaFixture.settings(wrongPassword), fixture.context));
    }

    @Override
    public void close() {
      broker.start();
    }
  }
}
