package io.fleettelemetry.testing;

import com.github.dockerjava.api.DockerClient;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.images.builder.ImageFromDockerfile;

/**
 * A system in a container: the same packages of Debian, in an image that is built once, with the
 * machine's own network, so that addresses and settings are those of the process. Needs a Docker
 * engine on this machine, which must be Linux.
 */
final class SystemContainer implements SystemBackend {

  private static final int STOP_LIMIT_SECONDS = 20;

  private static final Future<String> IMAGE =
      new ImageFromDockerfile("fleet-telemetry-test-systems", false)
          .withDockerfileFromBuilder(
              builder ->
                  builder
                      .from("debian:bookworm-slim")
                      .run(
                          "apt-get update && apt-get install -y --no-install-recommends "
                              + String.join(" ", SystemPrograms.PACKAGES))
                      .build());

  private final GenericContainer<?> container;

  SystemContainer(Path directory, List<String> command) {
    container = new GenericContainer<>(IMAGE);
    container
        .withNetworkMode("host")
        .withFileSystemBind(directory.toString(), directory.toString(), BindMode.READ_WRITE)
        .withWorkingDirectory(directory.toString())
        .withCommand(command.toArray(String[]::new))
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

  private static DockerClient docker() {
    return DockerClientFactory.instance().client();
  }

  /** Leaves the waiting to who starts it, which waits in the same way after each start. */
  private static final class NoWait extends AbstractWaitStrategy {
    @Override
    protected void waitUntilReady() {}
  }
}
