package io.fleettelemetry.server;

import io.fleettelemetry.proto.vehicleconnectivity.ConnectivityEvent;

/**
 * The life of one connection: it begins when no other has its place, is asked whether it is alive,
 * and has a single way to its end. Everything happens on the event loop of its ingest instance, but
 * for the calls of the {@link VehicleRegistry}, which are brought there.
 */
final class ConnectionLifecycle implements ClosingHandshake.Listener, VehicleRegistry.Member {

  private static final int GOING_AWAY = 1001;
  private static final int POLICY_VIOLATION = 1008;
  private static final int INTERNAL_ERROR = 1011;

  /** How long a vehicle has for the closing handshake where nobody should wait for it. */
  private static final long GOODBYE_MILLIS = 2_000;

  private final Ingest ingest;
  private final Vehicle vehicle;
  private final Standing standing;
  private final VehicleSocket socket;
  private final ConnectionLog log;
  private final ConnectionWindow window;
  private final VehicleAnswers answers;
  private final Liveness liveness = new Liveness(System.nanoTime());

  private ConnectionState state = ConnectionState.WAITING;
  private VehicleRegistry.Registration registration;

  /** Whether others have been told of it. */
  private boolean begun;

  ConnectionLifecycle(
      Ingest ingest, Vehicle vehicle, Standing standing, VehicleSocket socket, ConnectionLog log) {
    this.ingest = ingest;
    this.vehicle = vehicle;
    this.standing = standing;
    this.socket = socket;
    this.log = log;
    this.window = new ConnectionWindow(ingest.settings().limits(), ingest.metrics(), socket);
    this.answers = new VehicleAnswers(ingest, socket, window, log, this::closeIfDrained);
  }

  /** Takes its place, and reads as soon as that is free. */
  void open(MessageListener messages) {
    socket.open(ingest, messages, answers, this);
    registration = ingest.settings().registry().register(vehicle.identity(), this);
    ingest.connections().add(this);
    if (registration.begun()) {
      beginNow();
    } else {
      socket.pause();
    }
  }

  ConnectionWindow window() {
    return window;
  }

  VehicleAnswers answers() {
    return answers;
  }

  /** Something has come from the vehicle. */
  void heard() {
    liveness.heard();
  }

  @Override
  public void begin() {
    ingest.execute(this::beginNow);
  }

  private void beginNow() {
    if (state == ConnectionState.WAITING) {
      state = ConnectionState.OPEN;
      begun = true;
      ingest.metrics().connectionOpened();
      ingest.connectivity().publish(vehicle, ConnectivityEvent.CONNECTED);
      window.begin();
    }
  }

  /**
   * Asks a vehicle that is silent whether it is alive, and ends the connection of one that is not.
   */
  void checkAlive(long nowNanos, long pingNanos, long idleNanos) {
    switch (liveness.look(nowNanos, !window.isPaused(), pingNanos, idleNanos)) {
      case PING -> answers.ping();
      case DEAD -> end("idle", GOING_AWAY, "nothing came for too long", GOODBYE_MILLIS);
      case FINE -> {}
    }
  }

  /**
   * Ends the connection of one whose certificate does not admit it any more.
   *
   * @return whether it had to be verified for that, which takes far longer than to see that not
   */
  boolean checkStanding(long revision, long nowMillis) {
    if (!isLive() || !standing.isOutdated(revision, nowMillis)) {
      return false;
    }
    standing
        .renew(ingest.settings().tls(), socket.session())
        .ifPresent(
            rejected -> {
              log.refused(rejected.detail());
              end(
                  rejected.reason().word(),
                  POLICY_VIOLATION,
                  "certificate refused",
                  GOODBYE_MILLIS);
            });
    return true;
  }

  /** One that is open goes on until it is its turn to {@link #drain}. */
  @Override
  public void serverStops() {
    if (state == ConnectionState.CLOSING) {
      socket.endWithin(ingest.goodbyeMillis());
    }
  }

  /** The server stops: reads no more, and closes when everything that was read is answered. */
  void drain() {
    if (state == ConnectionState.OPEN || state == ConnectionState.WAITING) {
      state = ConnectionState.DRAINING;
      window.drain();
      closeIfDrained();
    }
  }

  private void closeIfDrained() {
    if (state == ConnectionState.DRAINING && window.isEmpty()) {
      goAway();
    }
  }

  /** The server stops and waits no longer for this vehicle's answers, nor long for its goodbye. */
  void goAway() {
    end("server_stops", GOING_AWAY, "server stops", ingest.goodbyeMillis());
  }

  /** Waits no longer for the goodbye. */
  void cutOff() {
    if (state != ConnectionState.CLOSED) {
      goAway();
      socket.cutOff();
    }
  }

  @Override
  public void displaced() {
    ingest.execute(this::leaveToAnother);
  }

  /**
   * Waits for nothing: until this one is gone the other does not begin, and nor does its vehicle.
   */
  private void leaveToAnother() {
    if (state != ConnectionState.CLOSED) {
      end("taken_over", POLICY_VIOLATION, "another connection of this vehicle", GOODBYE_MILLIS);
      socket.cutOff();
    }
  }

  /** The vehicle does what WebSockets forbid, or what no vehicle does. */
  void violation(int closeCode, String words) {
    end("protocol_violation", closeCode, words, VehicleSocket.CLOSE_MILLIS);
  }

  /** A fault of ours: nothing that comes can be trusted to be read as it was sent. */
  void failed() {
    end("internal_error", INTERNAL_ERROR, "internal error", VehicleSocket.CLOSE_MILLIS);
  }

  /**
   * Sends the answers that are due and a close frame, then ends the connection: the server does not
   * want it any more.
   *
   * @param reason one of a fixed set of words, for the metric and the log
   */
  private void end(String reason, int closeCode, String words, long limitMillis) {
    if (isLive()) {
      ingest.metrics().connectionEnded(reason);
      log.ending(reason);
      ending(limitMillis);
      socket.close(closeCode, words);
    }
  }

  /** The vehicle said that it closes the connection. */
  void closeReceived() {
    if (isLive()) {
      ending(VehicleSocket.CLOSE_MILLIS);
    }
  }

  private boolean isLive() {
    return state.compareTo(ConnectionState.CLOSING) < 0;
  }

  private void ending(long limitMillis) {
    socket.endWithin(
        ingest.isStopping() ? Math.min(limitMillis, ingest.goodbyeMillis()) : limitMillis);
    state = ConnectionState.CLOSING;
    answers.end();
    window.end();
  }

  @Override
  public void closed() {
    state = ConnectionState.CLOSED;
    answers.abandon();
    window.end();
    socket.closed();
    ingest.connections().remove(this);
    ingest.inFlight().forget(answers);
    log.disconnected();
    if (begun) {
      ingest.metrics().connectionClosed();
      ingest.connectivity().publish(vehicle, ConnectivityEvent.DISCONNECTED);
    }
    ingest.settings().registry().remove(registration);
  }
}
