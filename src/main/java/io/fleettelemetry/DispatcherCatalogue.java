package io.fleettelemetry;

import io.fleettelemetry.config.SettingsReader;
import io.fleettelemetry.dispatch.DispatcherType;
import io.fleettelemetry.dispatch.custom.CustomSettings;
import io.fleettelemetry.dispatch.custom.VerticleDispatcher;
import io.fleettelemetry.dispatch.file.FileDispatcher;
import io.fleettelemetry.dispatch.file.FileSettings;
import io.fleettelemetry.dispatch.kafka.KafkaDispatcher;
import io.fleettelemetry.dispatch.kafka.KafkaSettings;
import io.fleettelemetry.dispatch.logger.LoggerDispatcher;
import io.fleettelemetry.dispatch.logger.LoggerSettings;
import io.fleettelemetry.dispatch.mqtt.MqttDispatcher;
import io.fleettelemetry.dispatch.mqtt.MqttSettings;
import io.fleettelemetry.dispatch.redis.RedisDispatcher;
import io.fleettelemetry.dispatch.redis.RedisSettings;
import io.fleettelemetry.dispatch.zmq.ZmqDispatcher;
import io.fleettelemetry.dispatch.zmq.ZmqSettings;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The dispatchers that this server has, by the names that {@code records} uses. Immutable. */
public final class DispatcherCatalogue {

  private final Map<String, DispatcherType<?>> types;

  /** A catalogue of just these. */
  public DispatcherCatalogue(List<DispatcherType<?>> types) {
    this.types =
        types.stream()
            .collect(Collectors.toUnmodifiableMap(DispatcherType::name, Function.identity()));
  }

  /** What is built in. */
  public static DispatcherCatalogue builtIn() {
    return new DispatcherCatalogue(
        List.of(
            new DispatcherType<>(
                "logger",
                LoggerSettings::read,
                (settings, context) -> new LoggerDispatcher(settings)),
            new DispatcherType<>("kafka", KafkaSettings::read, KafkaDispatcher::new),
            new DispatcherType<>("file", FileSettings::read, FileDispatcher::new),
            new DispatcherType<>("mqtt", MqttSettings::read, MqttDispatcher::new),
            new DispatcherType<>("redis", RedisSettings::read, RedisDispatcher::new),
            new DispatcherType<>("zmq", ZmqSettings::read, ZmqDispatcher::new),
            new DispatcherType<>(
                SettingsReader.CUSTOM, CustomSettings::read, VerticleDispatcher::new)));
  }

  /**
   * The dispatcher of this name; one of the operator's own when it is none of the built-in ones.
   *
   * @throws IllegalArgumentException when there is none; the configuration has been checked before
   */
  public DispatcherType<?> type(String name) {
    DispatcherType<?> type = types.getOrDefault(name, types.get(SettingsReader.CUSTOM));
    if (type == null) {
      throw new IllegalArgumentException("no dispatcher has the name " + name);
    }
    return type;
  }

  /** The path of a dispatcher's section of the configuration. */
  public String section(String name) {
    return types.containsKey(name) ? name : SettingsReader.CUSTOM + "." + name;
  }

  /**
   * What reads each dispatcher's section of the configuration, or each entry of that of all own.
   */
  public Map<String, SettingsReader<?>> settingsReaders() {
    return types.values().stream()
        .collect(Collectors.toUnmodifiableMap(DispatcherType::name, DispatcherType::settings));
  }
}
