package io.fleettelemetry.dispatch.kafka;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/**
 * TLS that takes any certificate for the broker's: librdkafka's {@code
 * enable.ssl.certificate.verification} set to false, which the Java client does not have. The
 * client makes it by its class name.
 */
public final class UnverifiedSslEngineFactory implements SslEngineFactory {

  private final DefaultSslEngineFactory defaults = new DefaultSslEngineFactory();
  private SSLContext context;

  @Override
  public void configure(Map<String, ?> configs) {
    defaults.configure(configs);
    try {
      context = SSLContext.getInstance("TLS");
      context.init(keyManagers(configs), new TrustManager[] {new AnyCertificate()}, null);
    } catch (GeneralSecurityException e) {
      throw new KafkaException(e);
    }
  }

  private KeyManager[] keyManagers(Map<String, ?> configs) throws GeneralSecurityException {
    if (defaults.keystore() == null) {
      return new KeyManager[0];
    }
    Object own = configs.get(SslConfigs.SSL_KEY_PASSWORD_CONFIG);
    Object password = own != null ? own : configs.get(SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(
        defaults.keystore(),
        password instanceof Password secret ? secret.value().toCharArray() : null);
    return factory.getKeyManagers();
  }

  @Override
  public SSLEngine createClientSslEngine(String host, int port, String endpointIdentification) {
    SSLEngine engine = context.createSSLEngine(host, port);
    engine.setUseClientMode(true);
    return engine;
  }

  @Override
  public SSLEngine createServerSslEngine(String host, int port) {
    throw new UnsupportedOperationException("a producer accepts no connections");
  }

  @Override
  public boolean shouldBeRebuilt(Map<String, Object> nextConfigs) {
    return defaults.shouldBeRebuilt(nextConfigs);
  }

  @Override
  public Set<String> reconfigurableConfigs() {
    return defaults.reconfigurableConfigs();
  }

  @Override
  public KeyStore keystore() {
    return defaults.keystore();
  }

  @Override
  public KeyStore truststore() {
    return defaults.truststore();
  }

  @Override
  public void close() {
    defaults.close();
  }

  /** An extended one, so that the JDK adds no checks of its own. */
  private static final class AnyCertificate extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
