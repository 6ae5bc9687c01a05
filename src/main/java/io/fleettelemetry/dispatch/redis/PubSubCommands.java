package io.fleettelemetry.dispatch.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleettelemetry.dispatch.redis.RedisSettings.Mode.PubSub;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;

/** A record as messages: to the members of the vehicle's sorted set, then to its own channel. */
final class PubSubCommands implements Commands {

  /**
   * One round trip for all channels of a record. pcall and not call: older servers wrap an error
   * that a script does not catch, and its first word is lost.
   */
  private static final byte[] SCRIPT =
      """
      local function publish(channel)
        return redis.pcall('PUBLISH', channel, ARGV[2])
      end
      local expired = redis.pcall('ZREMRANGEBYSCORE', KEYS[1], '-inf', '(' .. ARGV[1])
      if type(expired) == 'table' and expired.err then return expired end
      local channels = redis.pcall('ZRANGE', KEYS[1], 0, -1)
      if channels.err then return channels end
      channels[#channels + 1] = ARGV[3]
      for _, channel in ipairs(channels) do
        local reached = publish(channel)
        if type(reached) == 'table' and reached.err then return reached end
      end
      return #channels
      """
          .getBytes(UTF_8);

  private final PubSub mode;
  private final Topics topics;

  PubSubCommands(PubSub mode, Topics topics) {
    this.mode = mode;
    this.topics = topics;
  }

  @Override
  public byte[] key(TelemetryRecord record) {
    return channel(record).getBytes(UTF_8);
  }

  /** The set where there is one: the channels are in it. */
  @Override
  public String channel(TelemetryRecord record) {
    String own = topics.own(record);
    return mode.subscriberSetPrefix().map(prefix -> prefix + "_" + own).orElse(own);
  }

  @Override
  public RedisCommand<byte[], byte[], Long> command(TelemetryRecord record) {
    byte[] own = topics.own(record).getBytes(UTF_8);
    return mode.subscriberSetPrefix().isPresent() ? script(record, own) : publish(record, own);
  }

  private static RedisCommand<byte[], byte[], Long> publish(TelemetryRecord record, byte[] own) {
    CommandArgs<byte[], byte[]> args =
        new CommandArgs<>(ByteArrayCodec.INSTANCE).add(own).add(record.payload());
    return new Command<>(CommandType.PUBLISH, new OneCopy(), args);
  }

  private RedisCommand<byte[], byte[], Long> script(TelemetryRecord record, byte[] own) {
    long now = System.currentTimeMillis() / 1000;
    CommandArgs<byte[], byte[]> args =
        new CommandArgs<>(ByteArrayCodec.INSTANCE)
            .add(SCRIPT)
            .add(1)
            .add(key(record))
            .add(now)
            .add(record.payload());
    if (mode.vinTopics()) {
      args.add(own);
    }
    return new Command<>(CommandType.EVAL, new IntegerOutput<>(ByteArrayCodec.INSTANCE), args);
  }
}
