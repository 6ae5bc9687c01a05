package io.fleettelemetry.cli;

import java.util.List;

/** What vehicles see whatever the file says, if it says anything. */
final class ProtocolRules {

  static final List<MigrationRule> ALL =
      List.of(
          always(
              "a message of an unknown kind is acknowledged once, in the field twice, and counted in"
                  + " unknown_message_type_error_total alone"),
          always(
              "after a text message the connection is closed with code 1003, and one whose"
                  + " certificate gives no identity with 1008; in the field without a code"));

  private ProtocolRules() {}

  private static MigrationRule always(String what) {
    return MigrationRule.when(
        file -> !file.config().settings().isEmpty(), new Difference("any file", what, ""));
  }
}
