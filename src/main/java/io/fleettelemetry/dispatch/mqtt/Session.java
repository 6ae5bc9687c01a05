package io.fleettelemetry.dispatch.mqtt;

import java.util.concurrent.CompletionStage;

/** A client of one version of the protocol; may connect again when it is not connected. */
interface Session extends Publisher {

  /** Connects with a clean session; fails with the client's reason. */
  CompletionStage<?> connect();

  /** Says goodbye; the broker then does not publish the will. */
  CompletionStage<?> disconnect();
}
