package io.fleettelemetry.dispatch.redis;

import io.fleettelemetry.dispatch.Dispatcher;
import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.fleettelemetry.testing.DispatcherContract;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.RedisServer;
import io.fleettelemetry.testing.TestPki;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS, as a user who may not do everything. */
class RedisLoginContractIT extends DispatcherContract {

  @TempDir private Path directory;

  @Override
  protected Rig createRig() {
    return new LoginRig();
  }

  private final class LoginRig extends RedisRig {

    LoginRig() {
      super(List.of(RedisServer.shared()), Map.of());
    }

    @Override
    public Dispatcher dispatcher() {
      return dispatcher(servers.get(0).password(), RedisServer.TLS_NAME);
    }

    private Dispatcher dispatcher(String password, String serverName) {
      RedisServer server = servers.get(0);
      Credential client = TestPki.vehicle("dispatcher", server.authority());
      Path certificate = TestPki.writeCertificates(directory.resolve("client.crt"), client);
      Path key = TestPki.writeKey(directory.resolve("client.key"), client.key());
      Map<String, String> tls =
          Map.of(
              "ca_file", server.authorityFile().toString(),
              "server_cert", certificate.toString(),
              "server_key", key.toString());
      return fixture.dispatcher(
          List.of("127.0.0.1:" + server.tlsPort()),
          Map.of(
              "tls",
              tls,
              "override_tls_server_name",
              serverName,
              "username",
              RedisServer.USER,
              "password",
              password));
    }

    @Override
    public Optional<TelemetryRecord> refusedRecord() {
      return Optional.of(RecordBuilder.numbered("refused", 1).build());
    }

    /** That is the same without a login. */
    @Override
    public Optional<Runnable> takingSystemAway() {
      return Optional.empty();
    }

    @Override
    public Optional<Dispatcher> refusedAtStart() {
      return Optional.of(dispatcher("wrong", RedisServer.TLS_NAME));
    }
  }
}
