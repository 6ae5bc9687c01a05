package io.fleettelemetry.dispatch.kafka;

import io.fleettelemetry.config.Nearest;
import io.fleettelemetry.config.Section;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Turns one section into {@link KafkaSettings}: sorts the names, translates the values, checks each
 * with the Java client's own definition, and reports every problem under the file's own name.
 */
final class SettingsTranslation {

  private static final ConfigDef DEFINITION = ProducerConfig.configDef();
  private static final int DEFAULT_MAX_RECORDS = 100_000;

  /** librdkafka's. */
  private static final String DEFAULT_PARTITIONER = "consistent_random";

  /** A broker's address as librdkafka takes it: the port may be left out, a protocol be there. */
  private static final Pattern SERVER =
      Pattern.compile(
          "(?:[0-9A-Za-z_]+://)?(\\[[0-9A-Fa-f:.%]+]|[0-9A-Za-z._-]+)(?::([0-9]{1,5}))?");

  private static final String DEFAULT_PORT = "9092";

  private final Section section;
  private final GivenProperties given;
  private final Set<String> withoutEffect = new TreeSet<>();

  SettingsTranslation(Section section) {
    this.section = section;
    this.given = new GivenProperties(section);
  }

  KafkaSettings translate() {
    section.remaining().forEach(this::sort);
    ValueTranslation.apply(given);
    List<String> servers = bootstrapServers();
    int maxRecords = maxRecords();
    partitioner();
    compressionLevel();
    DeliveryGuarantees.apply(given);
    new SecurityTranslation(given).apply();
    SaslTranslation.apply(given);
    given.putIfAbsent(ProducerConfig.CLIENT_ID_CONFIG, "fleet-telemetry");
    given.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    given.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    // The producer takes a record at once or not at all: see the package page.
    given.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
    check();
    warnOfWhatHasNoEffect();
    long timeout = given.number(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG).orElse(0);
    return new KafkaSettings(servers, producer(), maxRecords, Duration.ofMillis(timeout));
  }

  /** Takes one entry of the file to where it belongs. */
  private void sort(String key, Object value) {
    String name = key.toLowerCase(Locale.ROOT);
    if (LibrdkafkaNames.WITHOUT_EFFECT.contains(name)
        || name.startsWith(LibrdkafkaNames.GO_PREFIX)) {
      section.effective().withoutEffect(key);
      withoutEffect.add(name);
    } else if (LibrdkafkaNames.REFUSED.containsKey(name)) {
      section.error(key, "cannot be set: " + LibrdkafkaNames.REFUSED.get(name));
    } else if (isKnown(name)) {
      give(name, key, value);
    } else {
      refuseUnknown(key, value);
    }
  }

  private static boolean isKnown(String name) {
    return LibrdkafkaNames.RENAMED.containsKey(name)
        || LibrdkafkaNames.TRANSLATED.contains(name)
        || ProducerConfig.configNames().contains(name);
  }

  private void give(String name, String key, Object value) {
    Optional<String> text = text(value);
    if (text.isEmpty()) {
      section.error(key, "must be text, a number, true or false");
      return;
    }
    String target = LibrdkafkaNames.RENAMED.getOrDefault(name, name);
    boolean weak = LibrdkafkaNames.WEAK.contains(name);
    boolean overWeak = LibrdkafkaNames.WEAK.contains(given.key(target).toLowerCase(Locale.ROOT));
    if (!given.has(target) || overWeak) {
      given.give(target, key, text.get());
    } else if (!weak && !given.text(target).equals(text)) {
      section.error(key, "is the same property as " + given.key(target) + ", with another value");
    }
  }

  private static Optional<String> text(Object value) {
    if (value instanceof Number number) {
      return Optional.of(new BigDecimal(number.toString()).toBigInteger().toString());
    }
    boolean scalar = value instanceof String || value instanceof Boolean;
    return scalar ? Optional.of(value.toString().trim()) : Optional.empty();
  }

  private void refuseUnknown(String key, Object value) {
    if (value instanceof String) {
      // A mistyped name may stand before a password: from now on its value is not shown.
      section.secret(key);
    }
    Set<String> known = new TreeSet<>(ProducerConfig.configNames());
    known.addAll(LibrdkafkaNames.RENAMED.keySet());
    known.addAll(LibrdkafkaNames.TRANSLATED);
    known.addAll(LibrdkafkaNames.WITHOUT_EFFECT);
    section.error(
        key,
        "neither librdkafka nor the Java client has this property; the nearest known one is "
            + Nearest.of(key, known).orElseThrow());
  }

  private List<String> bootstrapServers() {
    String name = ProducerConfig.BOOTSTRAP_SERVERS_CONFIG;
    String rule = "host:port of one broker or more, separated by commas";
    List<String> servers = new ArrayList<>();
    for (String text : given.text(name).orElse("").split(",", -1)) {
      Matcher server = SERVER.matcher(text.trim());
      if (server.matches()) {
        String port = Objects.requireNonNullElse(server.group(2), DEFAULT_PORT);
        servers.add(server.group(1) + ":" + port);
      } else if (!text.isBlank()) {
        given.error(name, "must be " + rule);
      }
    }
    if (!given.has(name)) {
      given.error(name, "is required: " + rule);
    }
    if (!servers.isEmpty()) {
      given.put(name, String.join(",", servers));
    }
    return servers;
  }

  private int maxRecords() {
    String name = "queue.buffering.max.messages";
    given.putIfAbsent(name, DEFAULT_MAX_RECORDS);
    long max = given.number(name).orElse(-1);
    if (max < 0) {
      given.error(name, "must be a whole number of 0 or more; 0 is any");
    }
    given.take(name);
    return max <= 0 || max > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) max;
  }

  private void partitioner() {
    String name = LibrdkafkaPartitioner.PROPERTY;
    String label = given.text(name).orElse(DEFAULT_PARTITIONER);
    if (LibrdkafkaPartitioner.Algorithm.of(label).isEmpty()) {
      given.error(name, "must be one of " + LibrdkafkaPartitioner.Algorithm.labels());
    }
    if (!given.has(ProducerConfig.PARTITIONER_CLASS_CONFIG)) {
      given.putIfAbsent(name, label);
      given.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, LibrdkafkaPartitioner.class.getName());
    } else if (given.has(name)) {
      given.error(name, "cannot be set together with partitioner.class");
    }
  }

  /** The Java client has a level for each codec; librdkafka has one, and -1 is the codec's own. */
  private void compressionLevel() {
    String name = "compression.level";
    String codec = given.text(ProducerConfig.COMPRESSION_TYPE_CONFIG).orElse("none");
    Optional<String> level = given.take(name).filter(text -> !text.equals("-1"));
    boolean own = codec.equals("gzip") || codec.equals("lz4") || codec.equals("zstd");
    if (level.isPresent() && own) {
      given.derive("compression." + codec + ".level", level.get(), name);
    } else if (level.isPresent()) {
      section.effective().withoutEffect(given.key(name));
      withoutEffect.add(name);
    }
  }

  private void check() {
    Map<String, String> properties = given.all();
    for (ConfigValue value : DEFINITION.validate(properties)) {
      if (properties.containsKey(value.name()) && !value.errorMessages().isEmpty()) {
        given.error(value.name(), rule(value.errorMessages().get(0)));
      }
    }
  }

  /** The end of {@code Invalid value x for configuration y: rule}; the value is shown anyway. */
  private static String rule(String message) {
    int colon = message.indexOf(": ", Math.max(0, message.indexOf(" for configuration ")));
    return colon < 0 ? message : message.substring(colon + 2);
  }

  private void warnOfWhatHasNoEffect() {
    if (!withoutEffect.isEmpty()) {
      String first = withoutEffect.iterator().next();
      section.warning(first, "have no effect here: " + String.join(", ", withoutEffect));
    }
  }

  private Map<String, Object> producer() {
    Map<String, Object> producer = new HashMap<>();
    given
        .all()
        .forEach(
            (name, text) -> {
              ConfigDef.ConfigKey key = DEFINITION.configKeys().get(name);
              boolean secret = key != null && key.type == ConfigDef.Type.PASSWORD;
              producer.put(name, secret ? new Password(text) : text);
            });
    return producer;
  }
}
