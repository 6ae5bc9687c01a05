package io.fleettelemetry.testing;

import io.fleettelemetry.pki.Credential;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A real Kafka broker, one KRaft node on loopback ports that stay the same when it is stopped and
 * started again, and so does its data. It makes topics by itself, with four partitions. It ends
 * with this JVM at the latest.
 *
 * <p>Three listeners: plain text, SASL with PLAIN over plain text, and TLS with client
 * certificates.
 *
 * <p>It runs in a process, or in what the class runs it in that the system property {@value
 * #BACKEND} names.
 */
public final class KafkaBroker implements AutoCloseable {

  /** Partitions of a topic that nobody made explicitly. */
  public static final int PARTITIONS = 4;

  /** Who may log in at the SASL listener. */
  public static final String SASL_USERNAME = "fleet";

  private static final String BACKEND = "fleet-telemetry.kafka-backend";
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final KafkaBrokerBackend backend = newBackend();
  private final int port = FreePorts.next();
  private final int advertisedPort;
  private final int saslPort = FreePorts.next();
  private final int tlsPort = FreePorts.next();
  private final int controllerPort = FreePorts.next();
  private final Credential authority = TestPki.authority("Kafka test authority");
  private final String saslPassword = UUID.randomUUID().toString();

  private KafkaBroker(IntUnaryOperator advertised) {
    advertisedPort = advertised.applyAsInt(port);
    backend.prepare(properties(), List.of(port, saslPort, tlsPort));
    start();
  }

  /**
   * The broker that the tests of this JVM share; started at the first call. Topics must differ
   * between tests; whoever stops it starts it again.
   */
  public static KafkaBroker shared() {
    return Shared.BROKER.join();
  }

  /** A broker of one's own. */
  public static KafkaBroker startNew() {
    return new KafkaBroker(port -> port);
  }

  /**
   * A broker of one's own that is reached through something that stands before it.
   *
   * @param advertised gives the port that clients are to use, of the port that the plain text
   *     listener will have; called once, before the start
   */
  public static KafkaBroker startBehind(IntUnaryOperator advertised) {
    return new KafkaBroker(advertised);
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
    if (!backend.isRunning()) {
      backend.start();
      awaitReady();
    }
  }

  /** Ends it as SIGKILL does, and waits until it is gone. */
  public void kill() {
    backend.kill();
  }

  /** Ends it in order. */
  public void stop() {
    backend.stop();
  }

  /** Holds it still: its connections stay, and nothing is answered. */
  public void pause() {
    backend.pause();
  }

  /** Lets it go on after {@link #pause}. */
  public void resume() {
    backend.resume();
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

  /** Ends it and removes its files. */
  @Override
  public void close() {
    backend.close();
  }

  private static KafkaBrokerBackend newBackend() {
    String name = System.getProperty(BACKEND);
    if (name == null) {
      return new KafkaBrokerProcess();
    }
    try {
      return Class.forName(name)
          .asSubclass(KafkaBrokerBackend.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no broker by " + BACKEND + "=" + name, e);
    }
  }

  private void awaitReady() {
    long end = System.nanoTime() + START_LIMIT.toNanos();
    try (Admin admin = admin()) {
      while (!answers(admin)) {
        if (!backend.isRunning() || System.nanoTime() > end) {
          backend.kill();
          throw new IllegalStateException("the broker did not start:\n" + backend.log());
        }
      }
    }
  }

  /** Waits for at most a second or two. */
  private boolean answers(Admin admin) {
    try {
      return !admin.describeCluster().nodes().get(1, TimeUnit.SECONDS).isEmpty();
    } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private Properties properties() {
    Properties properties = new Properties();
    String controller = "127.0.0.1:" + controllerPort;
    properties.setProperty("process.roles", "broker,controller");
    properties.setProperty("node.id", "1");
    properties.setProperty("controller.quorum.voters", "1@" + controller);
    properties.setProperty("controller.listener.names", "CONTROLLER");
    properties.setProperty("inter.broker.listener.name", "PLAINTEXT");
    properties.setProperty(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL:SASL_PLAINTEXT,TLS:SSL");
    properties.setProperty("advertised.listeners", listeners("127.0.0.1", advertisedPort));
    properties.setProperty(
        "listeners", listeners(backend.listenAddress(), port) + ",CONTROLLER://" + controller);
    properties.setProperty("log.dirs", backend.dataDirectory());
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

  private String listeners(String address, int plainPort) {
    return "PLAINTEXT://%1$s:%2$d,SASL://%1$s:%3$d,TLS://%1$s:%4$d"
        .formatted(address, plainPort, saslPort, tlsPort);
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
    properties.setProperty(tls + "keystore.certificate.chain", TestPki.certificates(server));
    properties.setProperty(tls + "keystore.key", TestPki.pkcs8(server.key()));
    properties.setProperty(tls + "truststore.type", "PEM");
    properties.setProperty(tls + "truststore.certificates", TestPki.certificates(authority));
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException(e);
  }

  private static final class Shared {
    // A start that failed fails each test that asks, and says why.
    private static final CompletableFuture<KafkaBroker> BROKER =
        CompletableFuture.supplyAsync(Shared::startShared, Runnable::run);

    private static KafkaBroker startShared() {
      KafkaBroker broker = startNew();
      Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "kafka-broker-end"));
      return broker;
    }
  }
}
