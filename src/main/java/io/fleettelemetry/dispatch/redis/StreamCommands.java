package io.fleettelemetry.dispatch.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleettelemetry.dispatch.redis.RedisSettings.Mode.Stream;
import io.fleettelemetry.telemetry.TelemetryRecord;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;

/** A record as an entry of a stream: its metadata, then its payload. */
final class StreamCommands implements Commands {

  private static final byte[] MAXLEN = "MAXLEN".getBytes(UTF_8);
  private static final byte[] ABOUT = "~".getBytes(UTF_8);
  private static final byte[] NEXT_ID = "*".getBytes(UTF_8);
  private static final byte[] PAYLOAD = "payload".getBytes(UTF_8);

  private final Stream mode;
  private final Topics topics;

  StreamCommands(Stream mode, Topics topics) {
    this.mode = mode;
    this.topics = topics;
  }

  @Override
  public byte[] key(TelemetryRecord record) {
    return channel(record).getBytes(UTF_8);
  }

  @Override
  public String channel(TelemetryRecord record) {
    return mode.vinTopics() ? topics.own(record) : topics.shared(record);
  }

  @Override
  public RedisCommand<byte[], byte[], Long> command(TelemetryRecord record) {
    CommandArgs<byte[], byte[]> args = new CommandArgs<>(ByteArrayCodec.INSTANCE).add(key(record));
    if (mode.maxlen() > 0) {
      args.add(MAXLEN).add(ABOUT).add(mode.maxlen());
    }
    args.add(NEXT_ID);
    record.forEachMetadata((name, value) -> args.add(name.getBytes(UTF_8)).add(value));
    args.add(PAYLOAD).add(record.payload());
    return new Command<>(CommandType.XADD, new OneCopy(), args);
  }
}
