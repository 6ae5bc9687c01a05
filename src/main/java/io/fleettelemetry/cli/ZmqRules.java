package io.fleettelemetry.cli;

import java.util.List;

/** A socket that does not drop in place of one that does. */
final class ZmqRules {

  static final List<MigrationRule> ALL =
      List.of(
          MigrationRule.when(
              file -> file.uses("zmq"),
              new Difference(
                  "zmq.send_hwm",
                  "when this many messages wait for a subscriber, records wait for it, and fail"
                      + " after zmq.publish_timeout_ms; in the field what it has no room for gets"
                      + " lost in silence",
                  "a subscriber that hangs now holds all records of zmq: see that it ends, or that"
                      + " dispatch.overflow.zmq is \"drop\"")));

  private ZmqRules() {}
}
