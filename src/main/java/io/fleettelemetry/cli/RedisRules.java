package io.fleettelemetry.cli;

import java.util.List;
import java.util.function.Predicate;

/** One pipelined connection to each server in place of a pool. */
final class RedisRules {

  private static final String PREFIX = "redis.subscriber_set_prefix";

  static final List<MigrationRule> ALL =
      List.of(
          MigrationRule.when(
              used(file -> file.gives(PREFIX)),
              new Difference(
                  PREFIX,
                  "a record is published by one script, not by a command for each channel",
                  "a user of an ACL needs +eval besides +zremrangebyscore, +zrange and +publish")),
          MigrationRule.when(
              used(file -> file.gives("redis.read_timeout")),
              new Difference(
                  "redis.read_timeout",
                  "a connection that gives no answer for so long is replaced, and what it had no"
                      + " answer for is sent again: a subscriber may get a record twice",
                  "")));

  private RedisRules() {}

  private static Predicate<FileFacts> used(Predicate<FileFacts> rule) {
    return rule.and(file -> file.uses("redis"));
  }
}
