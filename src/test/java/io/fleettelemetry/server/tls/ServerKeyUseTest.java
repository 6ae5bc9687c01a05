package io.fleettelemetry.server.tls;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.config.Problems;
import io.fleettelemetry.metrics.Metrics;
import io.fleettelemetry.testing.RuntimeGuards;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.KeyManagerFactoryWrapper;
import io.netty.util.ReferenceCountUtil;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509KeyManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's key in BoringSSL's memory, which goes only when everyone has given it back. */
class ServerKeyUseTest {

  private static KeyManager key;

  @BeforeAll
  static void loadKey(@TempDir Path dir) {
    key =
        ServerKeyPair.load(
                Listener.config(dir, Handshakes.SERVER, Handshakes.AUTHORITY),
                Handshakes.SERVER.chain(),
                new Problems())
            .orElseThrow()
            .keyManagers()
            .getKeyManagers()[0];
  }

  private static SslContext context(KeyManager key) throws SSLException {
    HandshakeObserver observer =
        new HandshakeObserver(new Metrics(new SimpleMeterRegistry(), Set.of(), Set.of()), false);
    return new ObservedSslContextFactory(SslProvider.OPENSSL, false, observer)
        .forServer(ClientAuth.REQUIRE)
        .keyMananagerFactory(new KeyManagerFactoryWrapper(key))
        .create();
  }

  /** Netty parses anew for BoringSSL what is not the same instance as before. */
  @Test
  void isTheSameInstanceForEveryHandshake() {
    X509KeyManager manager = (X509KeyManager) key;
    String alias = manager.getServerAliases("EC", null)[0];
    assertSame(manager.getPrivateKey(alias), manager.getPrivateKey(alias));
    X509Certificate[] first = manager.getCertificateChain(alias);
    X509Certificate[] second = manager.getCertificateChain(alias);
    for (int i = 0; i < first.length; i++) {
      assertSame(first[i], second[i]);
    }
  }

  /** Answers a client's first message, which takes the key. */
  private static void answerHello(SslContext context) throws Exception {
    SSLEngine client = SSLContext.getDefault().createSSLEngine();
    client.setUseClientMode(true);
    ByteBuffer hello = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
    client.wrap(ByteBuffer.allocate(0), hello);
    SSLEngine server = context.newEngine(ByteBufAllocator.DEFAULT);
    try {
      ByteBuffer answer = ByteBuffer.allocate(server.getSession().getPacketBufferSize());
      ByteBuffer noData = ByteBuffer.allocate(server.getSession().getApplicationBufferSize());
      server.unwrap(hello.flip(), noData);
      Runnable taking = server.getDelegatedTask();
      assertNotNull(taking, "the key was not looked for");
      taking.run();
      server.wrap(ByteBuffer.allocate(0), answer);
      assertTrue(answer.position() > 0, "no answer");
    } finally {
      ReferenceCountUtil.release(server);
    }
  }

  /**
   * Uses a context up; while its first handshake looked for the key, another came.
   *
   * @return its key manager, which goes when the context has given the key back
   */
  private static Reference<KeyManager> useWithTwoHandshakesAtOnce() throws Exception {
    AtomicReference<SslContext> second = new AtomicReference<>();
    KeyManager observed =
        (KeyManager)
            Proxy.newProxyInstance(
                ServerKeyUseTest.class.getClassLoader(),
                new Class<?>[] {X509KeyManager.class},
                (proxy, method, arguments) -> {
                  SslContext now =
                      method.getName().equals("getCertificateChain")
                          ? second.getAndSet(null)
                          : null;
                  if (now != null) {
                    answerHello(now);
                  }
                  return method.invoke(key, arguments);
                });
    SslContext context = context(observed);
    second.set(context);
    answerHello(context);
    assertFalse(second.compareAndSet(context, null), "no second handshake");
    return new PhantomReference<>(observed, new ReferenceQueue<>());
  }

  @Test
  void isGivenBackWhenTheFirstVehiclesComeAtOnce() throws Exception {
    Reference<KeyManager> used = useWithTwoHandshakesAtOnce();

    await()
        .until(
            () -> {
              System.gc();
              return used.refersTo(null);
            });
    // Netty tells of a lost key when it makes the next.
    RuntimeGuards.reports().collect();
    answerHello(context(key));
    RuntimeGuards.reports().assertNone();
  }
}
