package io.fleettelemetry.testing;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.AppInfoParser;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * A broker in a container of Apache Kafka's image, of the version of the clients, with the settings
 * that the process has. Needs a Docker engine on this machine. It ends with this JVM.
 *
 * <p>Testcontainers' own {@code KafkaContainer} is not used: it chooses listeners and ports itself.
 * Testcontainers removes what it stops, so ends and later starts go to the engine directly.
 */
final class KafkaBrokerContainer implements KafkaBrokerBackend {

  private static final String SETTINGS = "/tmp/server.properties";
  private static final int STOP_LIMIT_SECONDS = 20;

  private GenericContainer<?> container;

  @Override
  public String listenAddress() {
    return "0.0.0.0";
  }

  /** The image's volume: a stopped container keeps it. */
  @Override
  public String dataDirectory() {
    return "/var/lib/kafka/data";
  }

  @Override
  public void prepare(Properties settings, List<Integer> ports) {
    requireDockerHere();
    container =
        new GenericContainer<>(
            DockerImageName.parse("apache/kafka").withTag(AppInfoParser.getVersion()));
    container.setPortBindings(ports.stream().map("127.0.0.1:%1$d:%1$d"::formatted).toList());
    container
        .withEnv("KAFKA_HEAP_OPTS", "-Xmx256m")
        .withCopyToContainer(Transferable.of(text(settings)), SETTINGS)
        .withCommand("sh", "-c", command())
        .waitingFor(new NoWait());
  }

  @Override
  public void start() {
    if (container.getContainerId() == null) {
      container.start();
    } else {
      docker().startContainerCmd(container.getContainerId()).exec();
    }
  }

  @Override
  public boolean isRunning() {
    return container.isRunning();
  }

  @Override
  public void kill() {
    if (isRunning()) {
      docker().killContainerCmd(container.getContainerId()).exec();
      docker()
          .waitContainerCmd(container.getContainerId())
          .start()
          .awaitStatusCode(STOP_LIMIT_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Override
  public void stop() {
    if (isRunning()) {
      docker().stopContainerCmd(container.getContainerId()).withTimeout(STOP_LIMIT_SECONDS).exec();
    }
  }

  @Override
  public void pause() {
    docker().pauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public void resume() {
    docker().unpauseContainerCmd(container.getContainerId()).exec();
  }

  @Override
  public String log() {
    return container.getLogs();
  }

  @Override
  public void close() {
    container.stop();
  }

  private static void requireDockerHere() {
    String host;
    try {
      docker();
      host = DockerClientFactory.instance().dockerHostIpAddress();
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          "no Docker engine answers, and the profile containers runs the Kafka broker in one:"
              + " start Docker, or leave -Pcontainers out to run the broker as a process",
          e);
    }
    if (!isLoopback(host)) {
      throw new IllegalStateException(
          "the Docker engine is at %s, and the Kafka broker's ports must be this machine's own"
              .formatted(host));
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static DockerClient docker() {
    return DockerClientFactory.instance().client();
  }

  /** Each start formats the storage, which does nothing from the second on. */
  private static String command() {
    return "/opt/kafka/bin/kafka-storage.sh format --ignore-formatted --cluster-id %s --config %s"
            .formatted(Uuid.randomUuid(), SETTINGS)
        + " && exec /opt/kafka/bin/kafka-server-start.sh "
        + SETTINGS;
  }

  private static String text(Properties settings) {
    StringWriter text = new StringWriter();
    try {
      settings.store(text, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Leaves the waiting to {@link KafkaBroker}, which waits in the same way after each start. */
  private static final class NoWait extends AbstractWaitStrategy {
    @Override
    protected void waitUntilReady() {}
  }
}
