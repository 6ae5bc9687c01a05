package io.fleettelemetry.pki;

import io.fleettelemetry.testing.TestPki;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/** A mutual TLS handshake of the JDK with itself, without a socket. */
final class MemoryHandshake {

  private static final int BUFFER = 1 << 17;
  private static final char[] PASSWORD = "in memory".toCharArray();

  private final SSLEngine server;
  private final SSLEngine client;
  private final ByteBuffer toServer = ByteBuffer.allocate(BUFFER);
  private final ByteBuffer toClient = ByteBuffer.allocate(BUFFER);

  private MemoryHandshake(SSLEngine server, SSLEngine client) {
    this.server = server;
    this.client = client;
  }

  /**
   * Runs it to its end.
   *
   * @param host what the client takes the server for; both trust one authority
   */
  static void run(String host, Credential server, Credential client, X509Certificate authority)
      throws SSLException {
    SSLEngine ofServer = serverContext(server, authority).createSSLEngine();
    ofServer.setUseClientMode(false);
    ofServer.setNeedClientAuth(true);
    SSLEngine ofClient = TestPki.clientContext(client, authority).createSSLEngine(host, 443);
    ofClient.setUseClientMode(true);
    SSLParameters parameters = ofClient.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    ofClient.setSSLParameters(parameters);
    new MemoryHandshake(ofServer, ofClient).run();
  }

  private void run() throws SSLException {
    client.beginHandshake();
    server.beginHandshake();
    while (isBusy(client) || isBusy(server)) {
      step(client, toClient, toServer);
      step(server, toServer, toClient);
    }
  }

  private static boolean isBusy(SSLEngine engine) {
    return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
  }

  /** Lets one side do what it is to do next. */
  private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
    Runnable task = engine.getDelegatedTask();
    while (task != null) {
      task.run();
      task = engine.getDelegatedTask();
    }
    if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      engine.wrap(ByteBuffer.allocate(0), out);
    } else {
      in.flip();
      engine.unwrap(in, ByteBuffer.allocate(BUFFER));
      in.compact();
    }
  }

  private static SSLContext serverContext(Credential server, X509Certificate authority) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server", server.key(), PASSWORD, server.chain().toArray(X509Certificate[]::new));
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(store, PASSWORD);
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(TestPki.trustStore(authority));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
