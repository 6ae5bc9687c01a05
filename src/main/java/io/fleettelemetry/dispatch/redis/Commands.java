package io.fleettelemetry.dispatch.redis;

import io.fleettelemetry.telemetry.TelemetryRecord;
import io.lettuce.core.protocol.RedisCommand;

/** What a record is for Redis: one command, whose answer says what became of it. Thread-safe. */
interface Commands {

  /** What decides which server gets the record; all of a vehicle's of one type have the same. */
  byte[] key(TelemetryRecord record);

  /** What an operator knows the record's place in Redis by. */
  String channel(TelemetryRecord record);

  /** A command that has not been sent; its answer is how many copies of the payload there are. */
  RedisCommand<byte[], byte[], Long> command(TelemetryRecord record);

  /** The commands of this mode. */
  static Commands of(RedisSettings.Mode mode, Topics topics) {
    if (mode instanceof RedisSettings.Mode.Stream stream) {
      return new StreamCommands(stream, topics);
    }
    return new PubSubCommands((RedisSettings.Mode.PubSub) mode, topics);
  }
}
