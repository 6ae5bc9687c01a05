package io.fleettelemetry.server;

import io.fleettelemetry.server.tls.TlsEngine;

/**
 * What ingest instances take from the machine rather than from the configuration.
 *
 * @param limits the bounds of each instance
 * @param engine what does the TLS work
 */
public record IngestTuning(IngestLimits limits, TlsEngine engine) {

  /**
   * What fits this machine.
   *
   * @param instances ingest instances of the server
   * @param dispatchers dispatchers of the server, none where it routes nothing
   */
  public static IngestTuning ofMachine(int instances, int dispatchers) {
    return new IngestTuning(
        IngestLimits.of(Runtime.getRuntime().maxMemory(), instances, dispatchers),
        TlsEngine.best());
  }

  /** The same with other bounds. */
  public IngestTuning with(IngestLimits limits) {
    return new IngestTuning(limits, engine);
  }

  /** The same with another engine. */
  public IngestTuning with(TlsEngine engine) {
    return new IngestTuning(limits, engine);
  }
}
