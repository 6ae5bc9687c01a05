package io.fleettelemetry.dispatch.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.config.EffectiveConfig.Setting;
import io.fleettelemetry.config.Problems;
import io.fleettelemetry.config.Section;
import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.testing.KeyFormats;
import io.fleettelemetry.testing.TestPki;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.types.Password;
import org.bouncycastle.openssl.PKCS8Generator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {

  @TempDir private Path directory;
  private final Problems problems = new Problems();

  @Test
  void aLoginThatTheClientCannotReadIsRefusedWithoutAPartOfIt() {
    read(
        with(
            "security.protocol", "SASL_SSL",
            "sasl.mechanism", "PLAIN",
            "sasl.jaas.config", "module hunter2 x"));
    assertEquals(Set.of("kafka.sasl.jaas.config"), errorPaths());
    assertFalse(problems.errors().toString().contains("hunter2"), problems.errors().toString());
  }

  @Test
  void storesOfKeysMustBeThereWhereTlsUsesThem() {
    read(
        with(
            "security.protocol", "ssl",
            "ssl.keystore.location", "none.jks",
            "ssl.truststore.location", "none.jks"));
    assertEquals(
        Set.of("kafka.ssl.keystore.location", "kafka.ssl.truststore.location"), errorPaths());
  }

  @Test
  void defaults() {
    KafkaSettings settings = read(Map.of("bootstrap.servers", "b1:9092"));
    assertNoProblems();
    assertEquals(List.of("b1:9092"), settings.bootstrapServers());
    assertEquals(100_000, settings.maxRecords());
    assertEquals(Duration.ofMinutes(5), settings.deliveryTimeout());
    assertEquals(
        Map.ofEntries(
            Map.entry("bootstrap.servers", "b1:9092"),
            Map.entry("client.id", "fleet-telemetry"),
            Map.entry("enable.idempotence", "true"),
            Map.entry("acks", "all"),
            Map.entry("max.in.flight.requests.per.connection", "1"),
            Map.entry("batch.size", "65536"),
            Map.entry("delivery.timeout.ms", "300000"),
            Map.entry("request.timeout.ms", "30000"),
            Map.entry("linger.ms", "5"),
            Map.entry("max.block.ms", "0"),
            Map.entry("partitioner", "consistent_random"),
            Map.entry("partitioner.class", LibrdkafkaPartitioner.class.getName()),
            Map.entry(
                "key.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer"),
            Map.entry(
                "value.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer")),
        settings.producer());
  }

  /** Each of librdkafka's names with what the Java client gets for it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "metadata.broker.list | a, b:1 | bootstrap.servers | a:9092,b:1",
        "queue.buffering.max.ms | 7 | linger.ms | 7",
        "linger.ms | 0.5 | linger.ms | 0",
        "queue.buffering.max.kbytes | 2048 | buffer.memory | 2097152",
        "message.max.bytes | 2000000 | max.request.size | 2000000",
        "batch.size | 65536 | batch.size | 65536",
        "request.required.acks | 1 | acks | 1",
        "acks | -1 | acks | -1",
        "message.timeout.ms | 60000 | delivery.timeout.ms | 60000",
        "message.timeout.ms | 0 | delivery.timeout.ms | 2147483647",
        "delivery.timeout.ms | 60000 | delivery.timeout.ms | 60000",
        "request.timeout.ms | 5000 | request.timeout.ms | 5000",
        "socket.timeout.ms | 6000 | request.timeout.ms | 6000",
        "message.send.max.retries | 3 | retries | 3",
        "retries | 3 | retries | 3",
        "retry.backoff.ms | 200 | retry.backoff.ms | 200",
        "reconnect.backoff.ms | 60 | reconnect.backoff.ms | 60",
        "reconnect.backoff.max.ms | 2000 | reconnect.backoff.max.ms | 2000",
        "compression.codec | GZIP | compression.type | gzip",
        "compression.codec | inherit | compression.type | none",
        "compression.type | zstd | compression.type | zstd",
        "enable.idempotence | False | enable.idempotence | false",
        "client.id | me | client.id | me",
        "metadata.max.age.ms | 1000 | metadata.max.age.ms | 1000",
        "topic.metadata.refresh.interval.ms | 1000 | metadata.max.age.ms | 1000",
        "topic.metadata.refresh.interval.ms | -1 | metadata.max.age.ms | 2147483647",
        "socket.send.buffer.bytes | 0 | send.buffer.bytes | -1",
        "socket.receive.buffer.bytes | 65536 | receive.buffer.bytes | 65536",
        "socket.connection.setup.timeout.ms | 4000 | socket.connection.setup.timeout.ms | 4000",
        "connections.max.idle.ms | 0 | connections.max.idle.ms | -1",
        "max.in.flight | 3 | max.in.flight.requests.per.connection | 3",
        "security.protocol | sasl_ssl | security.protocol | SASL_SSL",
        "ssl.endpoint.identification.algorithm | none | ssl.endpoint.identification.algorithm | ''",
        "ssl.keystore.location | /k.p12 | ssl.keystore.location | /k.p12",
        "partitioner | murmur2_random | partitioner | murmur2_random",
        "Client.ID | me | client.id | me",
        // The Java client's own.
        "buffer.memory | 1048576 | buffer.memory | 1048576",
        "max.request.size | 2000000 | max.request.size | 2000000",
        "metadata.recovery.strategy | none | metadata.recovery.strategy | none",
        "security.providers | x.Y | security.providers | x.Y",
      })
  void translated(String name, String value, String javaName, String javaValue) {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("bootstrap.servers", "b1");
    if (name.equals("metadata.broker.list")) {
      file.clear();
    }
    file.put("sasl.jaas.config", "x required;");
    file.put(name, value);
    KafkaSettings settings = read(file);
    assertEquals(List.of(), problems.errors());
    assertEquals(javaValue, settings.producer().get(javaName));
  }

  @Test
  void valuesMayBeNumbersAndBooleans() {
    KafkaSettings settings =
        read(with("linger.ms", 10.9, "batch.size", 1e5, "enable.idempotence", true));
    assertNoProblems();
    assertEquals("10", settings.producer().get("linger.ms"));
    assertEquals("100000", settings.producer().get("batch.size"));
    assertEquals("true", settings.producer().get("enable.idempotence"));
  }

  @Test
  void levelGoesToTheCodecInUse() {
    KafkaSettings settings = read(with("compression.codec", "lz4", "compression.level", 4));
    assertNoProblems();
    assertEquals("4", settings.producer().get("compression.lz4.level"));
    assertFalse(settings.producer().containsKey("compression.level"));
  }

  @Test
  void tuningsOfLibrdkafkaAloneAreNamedTogetherInOneWarning() {
    read(
        with(
            "statistics.interval.ms",
            1000,
            "socket.keepalive.enable",
            true,
            "batch.num.messages",
            10,
            "go.batch.producer",
            true));
    assertEquals(List.of(), problems.errors());
    assertEquals(1, problems.warnings().size());
    assertEquals(
        "have no effect here: batch.num.messages, go.batch.producer, socket.keepalive.enable,"
            + " statistics.interval.ms",
        problems.warnings().get(0).rule());
  }

  @Test
  void countOfQueuedRecords() {
    assertEquals(7, read(with("queue.buffering.max.messages", 7)).maxRecords());
    assertEquals(Integer.MAX_VALUE, read(with("queue.buffering.max.messages", "0")).maxRecords());
    assertNoProblems();
  }

  @ParameterizedTest
  @CsvSource({"acks,1", "request.required.acks,0", "retries,0", "max.in.flight,6"})
  void idempotenceIsOffWhereItCannotBe(String name, String value) {
    KafkaSettings settings = read(with(name, value));
    assertEquals(List.of(), problems.errors());
    assertEquals("false", settings.producer().get("enable.idempotence"));
  }

  @ParameterizedTest
  @CsvSource({"acks,1", "message.send.max.retries,0", "max.in.flight,6"})
  void idempotenceThatIsAskedForRefusesThem(String name, String value) {
    read(with("enable.idempotence", true, name, value));
    assertEquals(Set.of("kafka." + name), errorPaths());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "all"})
  void oneRequestIsInFlightSoThatTheOrderIsKept(String acks) {
    KafkaSettings settings = read(with("acks", acks));
    assertEquals("1", settings.producer().get("max.in.flight.requests.per.connection"));
    assertNoProblems();
    read(with("acks", acks, "max.in.flight", 5));
    assertEquals(1, problems.warnings().size());
  }

  @Test
  void aShortDeliveryTimeShortensTheRequest() {
    KafkaSettings settings = read(with("message.timeout.ms", 3000, "linger.ms", 100));
    assertNoProblems();
    assertEquals("2900", settings.producer().get("request.timeout.ms"));
  }

  @Test
  void deliveryTimeMustBeLongerThanTheLinger() {
    read(with("message.timeout.ms", 1000, "queue.buffering.max.ms", 1000));
    assertEquals(Set.of("kafka.message.timeout.ms"), errorPaths());
  }

  @Test
  void aBatchIsNotLargerThanTheBuffer() {
    KafkaSettings settings = read(with("queue.buffering.max.kbytes", 8, "batch.size", 1_000_000));
    assertEquals("8192", settings.producer().get("batch.size"));
    settings = read(with("queue.buffering.max.kbytes", 8));
    assertEquals("8192", settings.producer().get("batch.size"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "plain", "SCRAM-SHA-256", "scram-sha-512"})
  void loginBecomesJaasAndStaysSecret(String mechanism) {
    KafkaSettings settings =
        read(
            with(
                "security.protocol", "sasl_plaintext",
                "sasl.mechanisms", mechanism,
                "sasl.username", "us\"er",
                "sasl.password", "p\\ss;word"));
    assertNoProblems();
    Password jaas = (Password) settings.producer().get("sasl.jaas.config");
    assertTrue(jaas.value().endsWith("username=\"us\\\"er\" password=\"p\\\\ss;word\";"));
    assertFalse(settings.toString().contains("ss;word"), settings::toString);
    assertFalse(settings.producer().containsKey("sasl.password"));
  }

  @Test
  void loginNeedsBothNameAndPassword() {
    read(with("security.protocol", "SASL_SSL", "sasl.mechanism", "PLAIN"));
    assertEquals(Set.of("kafka.sasl.username", "kafka.sasl.password"), errorPaths());
  }

  @Test
  void kerberosWithAKeytab() {
    KafkaSettings settings =
        read(
            with(
                "security.protocol", "sasl_ssl",
                "sasl.kerberos.service.name", "kafka",
                "sasl.kerberos.principal", "p@R",
                "sasl.kerberos.keytab", "/k",
                "sasl.kerberos.kinit.cmd", "kinit -t \"%{sasl.kerberos.keytab}\""));
    assertNoProblems();
    Password jaas = (Password) settings.producer().get("sasl.jaas.config");
    assertTrue(jaas.value().contains("principal=\"p@R\" keyTab=\"/k\""), jaas::value);
    assertFalse(settings.producer().containsKey("sasl.kerberos.kinit.cmd"));
  }

  @Test
  void anEncryptedKeyIsDecryptedForTheClient() {
    KafkaSettings settings = read(withEncryptedKey("s3cr3t"));
    assertNoProblems();
    assertEquals("PEM", settings.producer().get("ssl.keystore.type"));
    Password key = (Password) settings.producer().get("ssl.keystore.key");
    assertTrue(key.value().startsWith("-----BEGIN PRIVATE KEY-----\n"), "not decrypted");
    assertFalse(settings.producer().containsKey("ssl.key.password"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', is encrypted: ssl.key.password must be set",
    "hunter2, cannot be decrypted with ssl.key.password",
  })
  void aKeyThatCannotBeDecryptedIsReportedWithoutSecrets(String password, String rule) {
    read(withEncryptedKey(password));
    assertEquals(Set.of("kafka.ssl.key.pem"), errorPaths());
    assertEquals(rule, problems.errors().get(0).rule());
    String all = problems.errors().toString();
    assertFalse(all.contains("hunter2") || all.contains("BEGIN"), all);
  }

  @Test
  void aTextThatIsNoKeyIsReportedWithoutIt() {
    Map<String, Object> values = withEncryptedKey("");
    values.put("ssl.key.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    read(values);
    assertEquals(Set.of("kafka.ssl.key.pem"), errorPaths());
    String rule = problems.errors().get(0).rule();
    assertTrue(rule.startsWith("must be a private key in PEM: it is broken"), rule);
    assertFalse(problems.errors().toString().contains("AAAA"));
  }

  private Map<String, Object> withEncryptedKey(String password) {
    Credential client = TestPki.authority("client");
    String key =
        KeyFormats.pkcs8(
            client.key(),
            PKCS8Generator.AES_256_CBC,
            PKCS8Generator.PRF_HMACSHA256,
            "s3cr3t".toCharArray());
    return with(
        "ssl.certificate.location",
        TestPki.writeCertificates(directory.resolve("client.pem"), client).toString(),
        "ssl.key.pem",
        key,
        "ssl.key.password",
        password);
  }

  @ParameterizedTest
  @CsvSource({
    "bootstrap.server, b, bootstrap.servers",
    "queue.buffering.max.message, 1, queue.buffering.max.messages",
    "compresion.type, gzip, compression.type",
  })
  void unknownNamesAreErrorsWithTheNearestKnownOne(String name, String value, String nearest) {
    read(with(name, value));
    assertEquals(Set.of("kafka." + name), errorPaths());
    assertTrue(problems.errors().get(0).rule().endsWith(" " + nearest));
  }

  @Test
  void theValueOfAMistypedNameIsNotShown() {
    read(with("sasl.passwort", "hunter2"));
    assertFalse(problems.errors().toString().contains("hunter2"));
  }

  @ParameterizedTest
  @CsvSource({
    "linger.ms, soon",
    "acks, 2",
    "compression.type, rar",
    "security.protocol, tls",
    "partitioner, roundrobin",
    "queue.buffering.max.messages, -1",
    "queue.buffering.max.kbytes, many",
    "enable.idempotence, maybe",
    "bootstrap.servers, 'b1:port'",
    "transactional.id, x",
    "key.serializer, x",
    "ssl.crl.location, /crl",
    "ssl.ca.location, /does/not/exist",
    "ssl.ca.pem, no certificate",
    "ssl.key.location, /does/not/exist",
  })
  void wrongValuesAreReportedUnderTheNameInTheFile(String name, String value) {
    read(with(name, value));
    assertTrue(errorPaths().contains("kafka." + name), problems.errors()::toString);
  }

  @Test
  void listsAndObjectsAreNoValues() {
    read(with("linger.ms", List.of(1), "acks", Map.of()));
    assertEquals(Set.of("kafka.linger.ms", "kafka.acks"), errorPaths());
  }

  @Test
  void oneNameTwiceWithTwoValues() {
    read(with("retries", 3, "message.send.max.retries", 3));
    assertNoProblems();
    read(with("retries", 3, "message.send.max.retries", 4));
    assertEquals(Set.of("kafka.message.send.max.retries"), errorPaths());
  }

  @Test
  void theSectionIsRequired() {
    read(null);
    assertEquals(Set.of("kafka.bootstrap.servers"), errorPaths());
    assertEquals(1, problems.errors().size());
  }

  /** What the client takes must not fail when it is made: the names are all its own. */
  @Test
  void resultIsAConfigurationOfTheClient() {
    KafkaSettings settings = read(with("partitioner", "fnv1a"));
    ProducerConfig config = new ProducerConfig(Map.copyOf(settings.producer()));
    assertEquals(
        LibrdkafkaPartitioner.class, config.getClass(ProducerConfig.PARTITIONER_CLASS_CONFIG));
  }

  @Test
  void tellsWhatItGoesByWhereTheFileDoesNotSay() {
    Map<String, Setting> effective = effective(with("sasl.password", "geheim"));
    Map<String, Object> defaults =
        effective.entrySet().stream()
            .filter(entry -> !entry.getValue().isGiven())
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().value()));
    assertEquals(
        Map.ofEntries(
            Map.entry("kafka.acks", "all"),
            Map.entry("kafka.batch.size", 65_536L),
            Map.entry("kafka.client.id", "fleet-telemetry"),
            Map.entry("kafka.delivery.timeout.ms", 300_000L),
            Map.entry("kafka.enable.idempotence", true),
            Map.entry("kafka.linger.ms", 5L),
            Map.entry("kafka.max.in.flight.requests.per.connection", 1),
            Map.entry("kafka.partitioner", "consistent_random"),
            Map.entry("kafka.queue.buffering.max.messages", 100_000),
            Map.entry("kafka.request.timeout.ms", 30_000L)),
        defaults);
    assertEquals(new Setting("b1:9092", "file"), effective.get("kafka.bootstrap.servers"));
    assertEquals(new Setting("(hidden)", "file"), effective.get("kafka.sasl.password"));
  }

  @Test
  void tellsWhatItGoesByInsteadOfTheFile() {
    Map<String, Setting> effective =
        effective(
            with(
                "request.required.acks", 1,
                "message.timeout.ms", 10_000,
                "socket.timeout.ms", 60_000,
                "batch.size", 4096,
                "queue.buffering.max.kbytes", 1,
                "statistics.interval.ms", 5));
    assertEquals(new Setting(1, "file"), effective.get("kafka.request.required.acks"));
    assertEquals(new Setting(9995L, "file, adjusted"), effective.get("kafka.socket.timeout.ms"));
    assertEquals(new Setting(1024L, "file, adjusted"), effective.get("kafka.batch.size"));
    assertEquals(new Setting(false, "default"), effective.get("kafka.enable.idempotence"));
    assertNull(effective.get("kafka.acks"), "given by another name");
    assertNull(effective.get("kafka.statistics.interval.ms"), "without effect");
  }

  private Map<String, Setting> effective(Map<String, ?> values) {
    Section section = Section.of("kafka", values, Map.of(), problems);
    KafkaSettings.read(section);
    assertEquals(List.of(), problems.errors());
    return section.effective().config().settings();
  }

  private KafkaSettings read(Map<String, ?> values) {
    return KafkaSettings.read(Section.of("kafka", values, Map.of(), problems));
  }

  private static Map<String, Object> with(Object... namesAndValues) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("bootstrap.servers", "b1:9092");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return values;
  }

  private void assertNoProblems() {
    assertEquals(List.of(), problems.errors());
    assertEquals(List.of(), problems.warnings());
  }

  private Set<String> errorPaths() {
    return problems.errors().stream()
        .map(Problems.Problem::path)
        .collect(Collectors.toUnmodifiableSet());
  }
}
