package io.fleettelemetry.dispatch.redis;

import io.fleettelemetry.config.Secret;
import io.fleettelemetry.dispatch.ClientTls;
import io.fleettelemetry.dispatch.redis.RedisTarget.Kind;
import io.fleettelemetry.dispatch.redis.RedisTarget.Login;
import io.fleettelemetry.dispatch.redis.RedisTarget.Tls;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.netty.util.NetUtil;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;

/** The settings in Lettuce's words. */
final class LettuceOptions {

  /** The least that Lettuce takes. */
  private static final int THREADS = 2;

  private final RedisTarget target;
  private final Optional<SslOptions> ssl;

  /**
   * Reads TLS files.
   *
   * @throws io.fleettelemetry.config.RefusedConfigException when one cannot be used
   */
  LettuceOptions(RedisTarget target) {
    this.target = target;
    this.ssl = target.tls().map(LettuceOptions::ssl);
  }

  static ClientResources resources() {
    return ClientResources.builder()
        .ioThreadPoolSize(THREADS)
        .computationThreadPoolSize(THREADS)
        .build();
  }

  boolean isCluster() {
    return target.kind() instanceof Kind.Cluster;
  }

  ClientOptions client() {
    return common(ClientOptions.builder()).build();
  }

  ClusterClientOptions cluster() {
    ClusterClientOptions.Builder builder = ClusterClientOptions.builder();
    common(builder);
    return builder.build();
  }

  /**
   * Connections do not reconnect by themselves and commands have no time limit of their own: the
   * pipeline opens another connection, and knows when a record is late. RESP2 has all that records
   * need, and the older login that every server and every rule of an ACL knows.
   */
  private ClientOptions.Builder common(ClientOptions.Builder builder) {
    builder
        .autoReconnect(false)
        .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
        .protocolVersion(ProtocolVersion.RESP2)
        .maintNotificationsConfig(MaintNotificationsConfig.disabled())
        .socketOptions(
            SocketOptions.builder().connectTimeout(target.readTimeout()).keepAlive(true).build());
    ssl.ifPresent(builder::sslOptions);
    return builder;
  }

  /** One for all sentinels, or one for each address. */
  List<RedisURI> uris() {
    return target.kind() instanceof Kind.Sentinel sentinel
        ? List.of(sentinelUri(sentinel))
        : target.addresses().stream().map(this::uri).toList();
  }

  private RedisURI uri(RedisAddress address) {
    int db = target.kind() instanceof Kind.Standalone standalone ? standalone.db() : 0;
    return finish(
        RedisURI.builder().withHost(address.host()).withPort(address.port()).withDatabase(db),
        target.login());
  }

  private RedisURI sentinelUri(Kind.Sentinel sentinel) {
    RedisURI.Builder builder =
        RedisURI.builder().withSentinelMasterId(sentinel.master()).withDatabase(sentinel.db());
    for (RedisAddress address : target.addresses()) {
      builder.withSentinel(
          finish(
              RedisURI.builder().withHost(address.host()).withPort(address.port()),
              sentinel.login()));
    }
    return finish(builder, target.login());
  }

  private RedisURI finish(RedisURI.Builder builder, Login login) {
    builder.withTimeout(target.readTimeout()).withSsl(ssl.isPresent());
    if (ssl.isPresent()) {
      builder.withVerifyPeer(SslVerifyMode.FULL);
    }
    if (login.username().isPresent() || login.password().isPresent()) {
      char[] password = login.password().map(Secret::value).orElse("").toCharArray();
      RedisCredentials credentials = RedisCredentials.just(login.username().orElse(null), password);
      builder.withAuthentication(RedisCredentialsProvider.from(() -> credentials));
    }
    return builder.build();
  }

  private static SslOptions ssl(Tls tls) {
    ClientTls files = ClientTls.load("redis.tls", tls.files());
    SslOptions.Builder builder = SslOptions.builder().jdkSslProvider();
    files.trustManagers().ifPresent(builder::trustManager);
    files.keyManagers().ifPresent(builder::keyManager);
    return builder.sslParameters(() -> parameters(tls.serverName())).build();
  }

  /**
   * Java's trust manager takes a certificate with the name that is sent as SNI, or with that of the
   * server that was connected to. An address is no SNI.
   */
  private static SSLParameters parameters(String serverName) {
    SSLParameters parameters = new SSLParameters();
    if (!NetUtil.isValidIpV4Address(serverName) && !NetUtil.isValidIpV6Address(serverName)) {
      parameters.setServerNames(List.of(new SNIHostName(serverName)));
    }
    return parameters;
  }
}
