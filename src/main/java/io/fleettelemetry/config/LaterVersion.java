package io.fleettelemetry.config;

import java.util.List;
import java.util.Map;

/**
 * The keys of the whole configuration that this version does not serve yet: refused by name, so
 * that none of them seems to work.
 */
final class LaterVersion {

  /** Names in {@code records}, and sections of settings. */
  static final List<String> DISPATCHERS = List.of("kinesis", "pubsub");

  private LaterVersion() {}

  static void refuse(Section root) {
    for (String name : DISPATCHERS) {
      if (!name.equals("pubsub")) {
        root.notAvailable(name, Map.of());
      }
    }
    refusePubsub(root);
    root.notAvailable("airbrake", Map.of());
  }

  /** Files carry {@code pubsub.reliable_ack}, which does nothing, without using Pub/Sub. */
  private static void refusePubsub(Section root) {
    Section pubsub = root.section("pubsub");
    pubsub.withoutEffect("reliable_ack");
    if (!pubsub.remaining().isEmpty()) {
      root.refuseAsNotAvailable("pubsub");
    }
  }
}
