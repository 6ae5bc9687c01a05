package io.fleettelemetry.dispatch.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;

/** Takes whatever PUBLISH and XADD answer, other than an error, for one: the payload is there. */
final class OneCopy extends CommandOutput<byte[], byte[], Long> {

  OneCopy() {
    super(ByteArrayCodec.INSTANCE, null);
  }

  @Override
  public void set(long integer) {
    output = 1L;
  }

  @Override
  public void set(ByteBuffer bytes) {
    output = 1L;
  }
}
