package io.fleettelemetry.dispatch.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fleettelemetry.pki.Credential;
import io.fleettelemetry.proto.vehicledata.Datum;
import io.fleettelemetry.proto.vehicledata.Field;
import io.fleettelemetry.proto.vehicledata.Payload;
import io.fleettelemetry.proto.vehicledata.Value;
import io.fleettelemetry.testing.Answer;
import io.fleettelemetry.testing.FakeVehicle;
import io.fleettelemetry.testing.FreePorts;
import io.fleettelemetry.testing.RecordBuilder;
import io.fleettelemetry.testing.ServerProcess;
import io.fleettelemetry.testing.TestPki;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged server with this store as reliable ack source, killed (SIGKILL) while vehicles send,
 * again and again: whatever was acked is in the store.
 */
class KilledServerIT {

  private static final int ROUNDS = Integer.getInteger("kill.rounds", 5);
  private static final int VEHICLES = 4;
  private static final int MOST_ACKS_A_ROUND = 3_000;
  private static final String CONFIG =
      """
      {
        "host": "127.0.0.1", "port": %d, "status_port": %d, "json_log_enable": true,
        "records": { "V": ["file"] }, "reliable_ack_sources": { "V": "file" },
        "file": { "directory": "store", "rotate_mb": 1 },
        "tls": { "server_cert": "server.crt", "server_key": "server.key", "ca_file": "ca.crt" }
      }
      """;

  @TempDir private Path directory;
  private final Credential authority = TestPki.authority("TeslaMotors");
  private final int port = FreePorts.next();
  private final int statusPort = FreePorts.next();
  private final AtomicInteger acks = new AtomicInteger();

  @Test
  void whatWasAckedIsInTheStoreHoweverOftenTheServerIsKilled() throws Exception {
    install();
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Sender> senders = new ArrayList<>();
    for (int i = 0; i < VEHICLES; i++) {
      senders.add(new Sender("VIN-" + i));
    }
    ExecutorService threads = Executors.newFixedThreadPool(VEHICLES);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        sendUntilKilled(senders, threads, 1 + random.nextInt(MOST_ACKS_A_ROUND));
      }
    } finally {
      threads.shutdownNow();
    }
    putInOrder();
    check(senders, "seed " + seed);
  }

  private void install() throws IOException {
    Credential server = TestPki.server(authority);
    TestPki.writeCertificates(directory.resolve("server.crt"), server);
    TestPki.writeKey(directory.resolve("server.key"), server.key());
    TestPki.writeCertificates(directory.resolve("ca.crt"), authority.certificate());
    Files.writeString(directory.resolve("config.json"), CONFIG.formatted(port, statusPort));
  }

  private void sendUntilKilled(List<Sender> senders, ExecutorService threads, int killAfter)
      throws Exception {
    acks.set(0);
    List<Future<?>> running = new ArrayList<>();
    try (ServerProcess server = ServerProcess.start(directory, "-config", "config.json")) {
      server.awaitReady(statusPort);
      for (Sender sender : senders) {
        FakeVehicle vehicle = FakeVehicle.at(port, sender.tls).connect();
        running.add(threads.submit(() -> sender.sendUntilGone(vehicle)));
      }
      StoreFixture.await("acks").until(() -> acks.get() >= killAfter);
    }
    for (Future<?> sender : running) {
      sender.get(30, TimeUnit.SECONDS);
    }
  }

  /** One start in peace mends and compresses all that is there. */
  private void putInOrder() throws IOException {
    try (ServerProcess server = ServerProcess.start(directory, "-config", "config.json")) {
      server.awaitReady(statusPort);
      StoreFixture.await("compressed files")
          .until(
              () ->
                  StoreLayout.all(store()).stream().allMatch(StoredFile::compressed)
                      && StoreLayout.unfinished(store()).isEmpty());
      assertEquals(0, server.terminate());
    }
  }

  private void check(List<Sender> senders, String message) throws IOException {
    Map<String, List<Integer>> stored = new HashMap<>();
    for (JsonObject line : StoredLines.of(store())) {
      String txid = line.getString("txid");
      stored
          .computeIfAbsent(line.getString("vin"), vin -> new ArrayList<>())
          .add(Integer.valueOf(txid.substring(txid.indexOf('/') + 1)));
    }
    int acked = 0;
    for (Sender sender : senders) {
      List<Integer> numbers = stored.getOrDefault(sender.vin, List.of());
      Set<Integer> missing = new HashSet<>(sender.acked);
      missing.removeAll(new HashSet<>(numbers));
      assertEquals(Set.of(), missing, () -> message + ", acked by " + sender.vin);
      List<Integer> firsts = new ArrayList<>(new LinkedHashSet<>(numbers));
      assertEquals(firsts.stream().sorted().toList(), firsts, message + ", " + sender.vin);
      acked += sender.acked.size();
    }
    assertTrue(acked >= ROUNDS, "acks: " + acked);
  }

  private Path store() {
    return directory.resolve("store");
  }

  /** A vehicle's memory, which outlives its connections: what was not acked is sent again. */
  private final class Sender {

    private static final int OUTSTANDING = 32;
    private static final int RECORD_BYTES = 2_000;

    private final String vin;
    private final SSLContext tls;
    private final Set<Integer> acked = new HashSet<>();
    private final Deque<Integer> unanswered = new ArrayDeque<>();
    private int next;

    Sender(String vin) {
      this.vin = vin;
      tls = TestPki.clientContext(TestPki.vehicle(vin, authority), authority.certificate());
    }

    /** Sends and receives until the server is gone. */
    void sendUntilGone(FakeVehicle vehicle) {
      try (vehicle) {
        unanswered.forEach(number -> vehicle.send(message(number)));
        while (true) {
          while (unanswered.size() < OUTSTANDING) {
            unanswered.add(next);
            vehicle.send(message(next++));
          }
          receive(vehicle.receiveAnswer());
        }
      } catch (UncheckedIOException e) {
        // Killed.
      }
    }

    private void receive(Answer answer) {
      String txid = answer.txid();
      Integer number = Integer.valueOf(txid.substring(txid.indexOf('/') + 1));
      if (!answer.ack() || !unanswered.remove(number)) {
        throw new AssertionError("neither an ack nor awaited: " + answer);
      }
      acked.add(number);
      acks.incrementAndGet();
    }

    private byte[] message(int number) {
      String text = Integer.toHexString(number).repeat(RECORD_BYTES / 8);
      Payload payload =
          Payload.newBuilder()
              .addData(
                  Datum.newBuilder()
                      .setKey(Field.VehicleName)
                      .setValue(Value.newBuilder().setStringValue(text)))
              .build();
      return RecordBuilder.numbered(vin, number).protobuf(payload).message();
    }
  }
}
