package io.fleettelemetry.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A real Kafka broker in a process of its own, one KRaft node on loopback ports that stay the same
 * when it is stopped and started again, and so does its data. It makes topics by itself, with four
 * partitions. It ends with this JVM at the latest.
 *
 * <p>Three listeners: plain text, SASL with PLAIN over plain text, and TLS with client
 * certificates.
 */
public final class KafkaBroker implements AutoCloseable {

  /** Partitions of a topic that nobody made explicitly. */
  public static final int PARTITIONS = 4;

  /** Who may log in at the SASL listener. */
  public static final String SASL_USERNAME = "fleet";

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final Path directory;
  private final int port = freePort();
  private final int saslPort = freePort();
  private final int tlsPort = freePort();
  private final int controllerPort = freePort();
  private final Credential authority = TestPki.authority("Kafka test authority");
  private final String saslPassword = UUID.randomUUID().toString();
  private Process process;

  private KafkaBroker() {
    try {
      directory = Files.createTempDirectory("kafka-broker");
      write(directory.resolve("server.properties"), properties());
      Files.writeString(directory.resolve("logback.xml"), LOGBACK);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    format();
    start();
  }

  /**
   * The broker that the tests of this JVM share; started at the first call. Topics must differ
   * between tests; whoever stops it starts it again.
   */
  public static KafkaBroker shared() {
    return Shared.BROKER;
  }

  /** A broker of one's own. */
  public static KafkaBroker startNew() {
    return new KafkaBroker();
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  public String saslBootstrapServers() {
    return "127.0.0.1:" + saslPort;
  }

  public String tlsBootstrapServers() {
    return "127.0.0.1:" + tlsPort;
  }

  public String saslPassword() {
    return saslPassword;
  }

  /** Who signed the certificate of the TLS listener, and must have signed those of its clients. */
  public Credential authority() {
    return authority;
  }

  /** Starts it where it was stopped or killed; returns when it answers. */
  public void start() {
    if (process != null && process.isAlive()) {
      return;
    }
    try {
      process = command().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitReady();
  }

  /** Ends it as SIGKILL does, and waits until the process is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** Ends it in order. */
  public void stop() {
    process.destroy();
    if (!awaitExit()) {
      kill();
    }
  }

  /** Makes a topic and returns when it can be used. */
  public void createTopic(String name, int partitions) {
    try (Admin admin = admin()) {
      admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("no topic " + name, e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** All that a topic holds now, partition by partition; empty when there is no such topic. */
  public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    Map<String, Object> properties =
        Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties, bytes, bytes)) {
      List<TopicPartition> partitions =
          consumer.listTopics().getOrDefault(topic, List.of()).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
      records.sort(Comparator.comparing(ConsumerRecord::partition));
      return records;
    }
  }

  /** A client for everything else, at the plain text listener; to be closed. */
  public Admin admin() {
    return Admin.create(
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(),
            AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 100,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5000,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 2000));
  }

  /** Ends the process and removes its files. */
  @Override
  public void close() {
    kill();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProcessBuilder command() {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dlogback.configurationFile=" + directory.resolve("logback.xml"),
            "-cp",
            System.getProperty("java.class.path"),
            KafkaBrokerProcess.class.getName(),
            directory.resolve("server.properties").toString())
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
  }

  private void awaitReady() {
    long end = System.nanoTime() + START_LIMIT.toNanos();
    try (Admin admin = admin()) {
      while (!answers(admin)) {
        if (!process.isAlive() || System.nanoTime() > end) {
          process.destroyForcibly();
          throw new IllegalStateException("the broker did not start:\n" + logText());
        }
      }
    }
  }

  /** Waits for at most a second or two. */
  private boolean answers(Admin admin) {
    try {
      return !admin.describeCluster().nodes().get(1, TimeUnit.SECONDS).isEmpty()
          || process.waitFor(50, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private boolean awaitExit() {
    try {
      return process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void format() {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    String[] arguments = {
      "format",
      "--cluster-id",
      Uuid.randomUuid().toString(),
      "--config",
      directory.resolve("server.properties").toString()
    };
    try (PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8)) {
      if (StorageTool.execute(arguments, stream) != 0) {
        throw new IllegalStateException("no storage: " + output.toString(StandardCharsets.UTF_8));
      }
    }
  }

  private Properties properties() {
    Properties properties = new Properties();
    String listeners =
        "PLAINTEXT://127.0.0.1:%d,SASL://127.0.0.1:%d,TLS://127.0.0.1:%d"
            .formatted(port, saslPort, tlsPort);
    properties.setProperty("process.roles", "broker,controller");
    properties.setProperty("node.id", "1");
    properties.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    properties.setProperty("controller.listener.names", "CONTROLLER");
    properties.setProperty("inter.broker.listener.name", "PLAINTEXT");
    properties.setProperty(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL:SASL_PLAINTEXT,TLS:SSL");
    properties.setProperty("advertised.listeners", listeners);
    properties.setProperty("listeners", listeners + ",CONTROLLER://127.0.0.1:" + controllerPort);
    properties.setProperty("log.dirs", directory.resolve("data").toString());
    properties.setProperty("num.partitions", Integer.toString(PARTITIONS));
    properties.setProperty("offsets.topic.num.partitions", "1");
    properties.setProperty("offsets.topic.replication.factor", "1");
    properties.setProperty("group.initial.rebalance.delay.ms", "0");
    properties.setProperty("log.cleaner.enable", "false");
    // After a kill the node waits for the end of its own last session.
    properties.setProperty("broker.session.timeout.ms", "2000");
    properties.setProperty("broker.heartbeat.interval.ms", "500");
    addSecurity(properties);
    return properties;
  }

  private void addSecurity(Properties properties) {
    properties.setProperty("listener.name.sasl.sasl.enabled.mechanisms", "PLAIN");
    properties.setProperty(
        "listener.name.sasl.plain.sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required user_%s=\"%s\";"
            .formatted(SASL_USERNAME, saslPassword));
    Credential server = TestPki.server(authority);
    String tls = "listener.name.tls.ssl.";
    properties.setProperty(tls + "client.auth", "required");
    properties.setProperty(tls + "keystore.type", "PEM");
    properties.setProperty(tls + "keystore.certificate.chain", pem("server.pem", server));
    properties.setProperty(tls + "keystore.key", TestPki.pkcs8(server.key()));
    properties.setProperty(tls + "truststore.type", "PEM");
    properties.setProperty(tls + "truststore.certificates", pem("authority.pem", authority));
  }

  private String pem(String name, Credential credential) {
    try {
      return Files.readString(TestPki.writeCertificates(directory.resolve(name), credential));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, Properties properties) throws IOException {
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
  }

  private Path log() {
    return directory.resolve("broker.log");
  }

  private String logText() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      return "no log: " + e;
    }
  }

  /**
   * A port that is free now and that no outgoing connection takes while the broker is down, as one
   * of the system's ephemeral range would be.
   */
  private static int freePort() {
    while (true) {
      int candidate = ThreadLocalRandom.current().nextInt(15_000, 32_000);
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), candidate));
        return candidate;
      } catch (IOException e) {
        // Taken: another one.
      }
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException(e);
  }

  private static final String LOGBACK =
      """
      <configuration>
        <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
          <encoder><pattern>%d %-5level %logger{20} %msg%n</pattern></encoder>
        </appender>
        <root level="WARN"><appender-ref ref="out"/></root>
      </configuration>
      """;

  private static final class Shared {
    private static final KafkaBroker BROKER = startShared();

    private static KafkaBroker startShared() {
      KafkaBroker broker = startNew();
      Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "kafka-broker-end"));
      return broker;
    }
  }
}
