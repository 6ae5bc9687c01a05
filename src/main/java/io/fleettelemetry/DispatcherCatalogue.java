package io.fleettelemetry;

import io.fleettelemetry.config.SettingsReader;
import io.fleettelemetry.dispatch.DispatcherType;
import io.fleettelemetry.dispatch.file.FileDispatcher;
import io.fleettelemetry.dispatch.file.FileSettings;
import io.fleettelemetry.dispatch.kafka.KafkaDispatcher;
import io.fleettelemetry.dispatch.kafka.KafkaSettings;
import io.fleettelemetry.dispatch.logger.LoggerDispatcher;
import io.fleettelemetry.dispatch.logger.LoggerSettings;
import io.fleettelemetry.dispatch.redis.RedisDispatcher;
import io.fleettelemetry.dispatch.redis.RedisSettings;
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
            new DispatcherType<>("redis", RedisSettings::read, RedisDispatcher::new),
            new DispatcherType<>("file", FileSettings::read, FileDispatcher::new)));
  }

  /**
   * The dispatcher of this name.
   *
   * @throws IllegalArgumentException when there is none; the configuration has been checked before
   */
  public DispatcherType<?> type(String name) {
    DispatcherType<?> type = types.get(name);
    if (type == null) {
      throw new IllegalArgumentException("no dispatcher has the name " + name);
    }
    return type;
  }

  /** What reads each dispatcher's section of the configuration. */
  public Map<String, SettingsReader<?>> settingsReaders() {
    return types.values().stream()
        .collect(Collectors.toUnmodifiableMap(DispatcherType::name, DispatcherType::settings));
  }
}
