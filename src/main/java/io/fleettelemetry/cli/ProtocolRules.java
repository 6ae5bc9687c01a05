package io.fleettelemetry.cli;

import java.util.List;

/** What vehicles see of connections and answers. */
final class ProtocolRules {

  static final List<MigrationRule> ALL =
      List.of(
          always(
              "a message of an unknown kind is acknowledged once, in the field twice, and counted in"
                  + " unknown_message_type_error_total alone"),
          always(
              "after a text message the connection is closed with code 1003, and one whose"
                  + " certificate gives no identity with 1008; in the field without a code"),
          MigrationRule.when(
              file -> file.defaultsTo("connections.per_vehicle", 1L),
              new Difference(
                  "connections.per_vehicle",
                  "a vehicle that connects again takes the place of its older connection, which is"
                      + " closed; in the field both stay",
                  "set it to 0 where several clients share a certificate")));

  private ProtocolRules() {}

  private static MigrationRule always(String what) {
    return MigrationRule.when(
        file -> !file.config().settings().isEmpty(), new Difference("any file", what, ""));
  }
}
