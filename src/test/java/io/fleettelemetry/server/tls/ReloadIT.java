package io.fleettelemetry.server.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.server.tls.VehicleTls.Reloading.Reloaded;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.TestPki;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are replaced while vehicles come, go and stay. */
class ReloadIT {

  private static final String ENGINES = "io.fleettelemetry.server.tls.Handshakes#engines";
  private static final String ENGINES_AND_PROTOCOLS =
      "io.fleettelemetry.server.tls.Handshakes#enginesAndProtocols";
  private static final Credential AUTHORITY = TestPki.authority("TeslaMotors");
  private static final String REFUSED = "fleet_telemetry_connections_refused_total";
  private static final int POLICY_VIOLATION = 1008;
  private static final int SWAPS = 12;

  @TempDir private Path dir;
  private TlsFixture files;

  @BeforeEach
  void writeFiles() {
    files = new TlsFixture(dir, TestPki.server(AUTHORITY), AUTHORITY);
  }

  private static SSLContext tls(Credential vehicle) {
    return TestPki.clientContext(vehicle, AUTHORITY.certificate());
  }

  /** Sends a record of a type without a route, which is acked for its own sender. */
  private static void exchange(FakeVehicle vehicle, String vin, String txid) {
    vehicle.send(RecordBuilder.of("canlogs").vin(vin).txid(txid).message());
    vehicle.expectAck(txid);
  }

  /** A vehicle that comes again and again, each time with a full handshake or as it can. */
  private static final class Visitor {

    private final String protocol;
    private final boolean resuming;
    private final Credential vehicle;
    private final String vin;
    private SSLContext context;
    private long created;
    private int resumed;

    Visitor(String protocol, boolean resuming) {
      this.protocol = protocol;
      this.resuming = resuming;
      this.vin = protocol.replace('.', '-') + resuming;
      this.vehicle = TestPki.vehicle(vin, AUTHORITY);
      this.context = tls(vehicle);
    }

    void visit(int port) throws IOException {
      if (!resuming) {
        context = tls(vehicle);
      }
      try (FakeVehicle connected = FakeVehicle.at(port, context).tlsVersions(protocol).connect()) {
        exchange(connected, vin, "visit");
        long creation = connected.session().getCreationTime();
        resumed += creation == created ? 1 : 0;
        created = creation;
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ENGINES)
  void noVehicleNoticesThatFilesAreReplaced(TlsEngine engine) throws Exception {
    List<Visitor> visitors = new ArrayList<>();
    for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
      visitors.add(new Visitor(protocol, false));
      visitors.add(new Visitor(protocol, true));
    }
    ExecutorService threads = Executors.newFixedThreadPool(visitors.size());
    AtomicInteger visits = new AtomicInteger();
    AtomicBoolean done = new AtomicBoolean();
    try (ReloadingServer server = new ReloadingServer(files, engine);
        FakeVehicle open =
            FakeVehicle.at(server.port(), tls(TestPki.vehicle("VIN1", AUTHORITY))).connect()) {
      exchange(open, "VIN1", "first");
      List<Future<Object>> visiting = new ArrayList<>();
      for (Visitor visitor : visitors) {
        visiting.add(
            threads.submit(
                () -> {
                  while (!done.get()) {
                    visitor.visit(server.port());
                    visits.incrementAndGet();
                  }
                  return null;
                }));
      }
      for (int i = 0; i < SWAPS; i++) {
        swap(server, i);
        int before = visits.get();
        Awaitility.await()
            .until(
                () ->
                    visits.get() >= before + 2 * visitors.size()
                        || visiting.stream().anyMatch(Future::isDone));
        exchange(open, "VIN1", "after swap " + i);
      }
      done.set(true);
      for (Future<Object> visit : visiting) {
        visit.get();
      }
      assertEquals(0, server.failedHandshakes(Set.of()), "failed handshakes");
      for (Visitor visitor : visitors) {
        assertEquals(visitor.resuming, visitor.resumed > 0, visitor.protocol);
      }
    } finally {
      done.set(true);
      threads.shutdown();
    }
  }

  /** The certificate each third time only: with it sessions end, and none could be resumed. */
  private void swap(ReloadingServer server, int round) {
    Credential stranger = TestPki.authority("Stranger " + round);
    boolean certificate = round % 3 == 0;
    if (certificate) {
      files.server(round % 2 == 0 ? TestPki.server(AUTHORITY) : TestPki.rsaServer(AUTHORITY));
    }
    files.authorities(stranger, AUTHORITY);
    files.revocationLists(
        TestPki.revocationList(AUTHORITY).revoke(stranger.certificate()).sign(),
        TestPki.revocationList(stranger).sign());
    assertEquals(new Reloaded(certificate, true, List.of()), server.reload());
  }

  @ParameterizedTest
  @MethodSource(ENGINES_AND_PROTOCOLS)
  void bothInstancesShowTheNewCertificate(TlsEngine engine, String protocol) throws Exception {
    try (ReloadingServer server = new ReloadingServer(files, engine)) {
      for (int i = 0; i < 2; i++) {
        Credential next = TestPki.server(AUTHORITY);
        files.server(next);
        assertEquals(new Reloaded(true, false, List.of()), server.reload());
        for (int visit = 0; visit < 4; visit++) {
          try (SSLSocket socket =
              Handshakes.connect(
                  tls(TestPki.vehicle("VIN1", AUTHORITY)), protocol, server.port())) {
            socket.startHandshake();
            assertEquals(next.certificate(), socket.getSession().getPeerCertificates()[0]);
          }
        }
      }
    }
  }

  /** Swaps in the middle of the first message, and again before the client's last ones. */
  @ParameterizedTest
  @MethodSource(ENGINES_AND_PROTOCOLS)
  void aHandshakeUnderWayGoesOn(TlsEngine engine, String protocol) throws Exception {
    AtomicInteger swaps = new AtomicInteger();
    try (ReloadingServer server = new ReloadingServer(files, engine);
        Socket tcp =
            new SlowSocket(
                server.port(),
                () -> {
                  files.server(TestPki.server(AUTHORITY));
                  server.reload();
                  swaps.incrementAndGet();
                });
        SSLSocket socket =
            (SSLSocket)
                tls(TestPki.vehicle("VIN1", AUTHORITY))
                    .getSocketFactory()
                    .createSocket(tcp, "localhost", server.port(), true)) {
      socket.setSoTimeout(10_000);
      socket.setEnabledProtocols(new String[] {protocol});
      socket.startHandshake();
      socket
          .getOutputStream()
          .write("GET /status HTTP/1.1\r\nhost: localhost\r\n\r\n".getBytes(US_ASCII));
      assertEquals('H', socket.getInputStream().read());
      assertEquals(0, server.failedHandshakes(Set.of()));
      assertEquals(2, swaps.get());
    }
  }

  /** Runs something in the middle of its first write and before its second. */
  private static final class SlowSocket extends Socket {

    private final Runnable between;
    private int writes;

    SlowSocket(int port, Runnable between) throws IOException {
      super(InetAddress.getLoopbackAddress(), port);
      this.between = between;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      OutputStream out = super.getOutputStream();
      return new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          int now = writes++ == 0 ? length / 2 : 0;
          out.write(bytes, offset, now);
          if (writes <= 2) {
            between.run();
          }
          out.write(bytes, offset + now, length - now);
        }
      };
    }
  }

  @ParameterizedTest
  @MethodSource(ENGINES_AND_PROTOCOLS)
  void aResumedSessionIsRefusedAtTheUpgrade(TlsEngine engine, String protocol) throws Exception {
    Credential vehicle = TestPki.vehicle("VIN1", AUTHORITY);
    SSLContext context = tls(vehicle);
    try (ReloadingServer server = new ReloadingServer(files, engine)) {
      long created = visit(server, context, protocol);
      files.denied("VIN1");
      assertRefused("denied", created, server, context, protocol);
      files.denied("");
      files.allowed("VIN2");
      assertRefused("not_allowed", created, server, context, protocol);
      files.allowed("VIN1");
      files.revocationLists(TestPki.revocationList(AUTHORITY).revoke(vehicle.certificate()).sign());
      assertRefused("revoked", created, server, context, protocol);
      files.revocationLists(TestPki.revocationList(AUTHORITY).sign());
      server.reload();
      assertEquals(created, visit(server, context, protocol), "session was resumed");
    }
  }

  private static long visit(ReloadingServer server, SSLContext context, String protocol)
      throws IOException {
    try (FakeVehicle vehicle =
        FakeVehicle.at(server.port(), context).tlsVersions(protocol).connect()) {
      exchange(vehicle, "VIN1", "visit");
      return vehicle.session().getCreationTime();
    }
  }

  private static void assertRefused(
      String reason, long created, ReloadingServer server, SSLContext context, String protocol)
      throws IOException {
    server.reload();
    try (FakeVehicle vehicle =
        FakeVehicle.at(server.port(), context).tlsVersions(protocol).connect()) {
      vehicle.expectClose(POLICY_VIOLATION);
      vehicle.expectEnd();
      assertEquals(created, vehicle.session().getCreationTime(), "session was resumed");
    }
    assertEquals(1, server.count(REFUSED, "reason", reason));
  }
}
