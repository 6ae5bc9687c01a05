package io.fleettelemetry.dispatch.redis;

import io.fleettelemetry.dispatch.Dispatcher;
import io.fleettelemetry.telemetry.RecordType;
import io.fleettelemetry.testing.DispatcherContract;
import io.fleettelemetry.testing.FreePorts;
import io.fleettelemetry.testing.RedisServer;
import io.fleettelemetry.testing.RedisSubscriber;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One or more servers of the tests, with what reads there. */
class RedisRig implements DispatcherContract.Rig {

  final RedisFixture fixture = new RedisFixture();
  final List<RedisServer> servers;
  private final Map<String, ?> settings;
  private final boolean streams;
  private final Optional<RedisSubscriber> subscriber;

  /**
   * A rig of servers that run.
   *
   * @param settings besides addresses, channels and time-out
   */
  RedisRig(List<RedisServer> servers, Map<String, ?> settings) {
    this.servers = servers;
    this.settings = settings;
    streams = "stream".equals(settings.get("mode"));
    subscriber = streams ? Optional.empty() : Optional.of(new RedisSubscriber(servers));
  }

  @Override
  public Dispatcher dispatcher() {
    return fixture.dispatcher(servers.stream().map(RedisServer::address).toList(), settings);
  }

  @Override
  public List<byte[]> stored(RecordType type, String vin) {
    String topic = fixture.topic(type.name(), vin);
    return streams
        ? servers.get(0).stream(topic).stream().map(entry -> entry.get("payload")).toList()
        : subscriber.orElseThrow().messages(topic);
  }

  @Override
  public Optional<Runnable> takingSystemAway() {
    return Optional.of(() -> servers.forEach(RedisServer::kill));
  }

  @Override
  public Optional<Runnable> bringingSystemBack() {
    return Optional.of(
        () -> {
          bringBack();
          subscriber.ifPresent(RedisSubscriber::start);
        });
  }

  /** Starts what does not run. */
  void bringBack() {
    servers.forEach(RedisServer::start);
  }

  @Override
  public Optional<DispatcherContract.AwayAtStart> awayAtStart() {
    String nobody = "127.0.0.1:" + FreePorts.next();
    Dispatcher away = fixture.dispatcher(List.of(nobody), Map.of("start_timeout_s", 1));
    return Optional.of(new DispatcherContract.AwayAtStart(away, Optional.of(nobody)));
  }

  @Override
  public Optional<DispatcherContract.Slowness> slowness() {
    return Optional.of(
        new DispatcherContract.Slowness(
            () -> servers.forEach(RedisServer::pause), () -> servers.forEach(RedisServer::resume)));
  }

  @Override
  public Optional<Dispatcher> refusedAtStart() {
    Map<String, String> login = Map.of("username", RedisServer.USER, "password", "wrong");
    return Optional.of(fixture.dispatcher(servers.get(0), login));
  }

  @Override
  public void close() {
    bringBack();
    subscriber.ifPresent(RedisSubscriber::close);
  }
}
