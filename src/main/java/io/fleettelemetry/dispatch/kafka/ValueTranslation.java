package io.fleettelemetry.dispatch.kafka;

import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** Values that librdkafka writes in another way than the Java client, by the client's names. */
final class ValueTranslation {

  private static final String OFF = "0";

  /** The longest time that the client takes for an int, 24 days: as good as never. */
  private static final String NEVER = Integer.toString(Integer.MAX_VALUE);

  private static final Map<String, UnaryOperator<String>> RULES =
      Map.ofEntries(
          Map.entry("security.protocol", ValueTranslation::upper),
          Map.entry("sasl.mechanism", ValueTranslation::upper),
          Map.entry("acks", ValueTranslation::lower),
          Map.entry("client.dns.lookup", ValueTranslation::lower),
          Map.entry(LibrdkafkaPartitioner.PROPERTY, ValueTranslation::lower),
          Map.entry("metadata.recovery.strategy", ValueTranslation::lower),
          Map.entry("compression.type", codec -> lower(codec).replace("inherit", "none")),
          Map.entry(
              "ssl.endpoint.identification.algorithm", name -> lower(name).replace("none", "")),
          Map.entry("send.buffer.bytes", bytes -> bytes.equals(OFF) ? "-1" : bytes),
          Map.entry("receive.buffer.bytes", bytes -> bytes.equals(OFF) ? "-1" : bytes),
          Map.entry("connections.max.idle.ms", time -> time.equals(OFF) ? "-1" : time),
          Map.entry("delivery.timeout.ms", time -> time.equals(OFF) ? NEVER : time),
          Map.entry("metadata.max.age.ms", time -> time.equals("-1") ? NEVER : time));

  private ValueTranslation() {}

  /** Translates every value that is there. */
  static void apply(GivenProperties given) {
    Map<String, ConfigKey> keys = ProducerConfig.configDef().configKeys();
    given
        .all()
        .forEach(
            (name, text) -> {
              ConfigKey key = keys.get(name);
              String typed = key == null ? cut(text) : typed(text, key.type);
              given.put(name, RULES.getOrDefault(name, UnaryOperator.identity()).apply(typed));
            });
    if (given.key("buffer.memory").equalsIgnoreCase("queue.buffering.max.kbytes")) {
      given.number("buffer.memory").ifPresent(kb -> given.put("buffer.memory", kb * 1024));
    }
  }

  private static String typed(String text, ConfigDef.Type type) {
    return switch (type) {
      case BOOLEAN -> bool(text);
      case SHORT, INT, LONG -> cut(text);
      default -> text;
    };
  }

  /** librdkafka also takes a letter or a digit. */
  private static String bool(String text) {
    return switch (lower(text)) {
      case "t", "1" -> "true";
      case "f", "0" -> "false";
      default -> lower(text);
    };
  }

  /** A number in a text loses its fraction, as one that is a JSON number does. */
  private static String cut(String text) {
    return text.matches("-?\\d+\\.\\d+") ? text.substring(0, text.indexOf('.')) : text;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }
}
