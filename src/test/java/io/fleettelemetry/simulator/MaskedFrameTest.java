package io.fleettelemetry.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedFrameTest {

  private static final WebSocketDecoderConfig SERVER =
      WebSocketDecoderConfig.newBuilder()
          .expectMaskedFrames(true)
          .maxFramePayloadLength(1 << 20)
          .build();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 7, 8, 13, 125, 126, 127, 65_535, 65_536})
  void aServerReadsTheMessage(int length) {
    byte[] message = new byte[length];
    new Random(length).nextBytes(message);
    EmbeddedChannel server = new EmbeddedChannel(new WebSocket13FrameDecoder(SERVER));
    server.writeInbound(frame(message.clone()));
    BinaryWebSocketFrame read = server.readInbound();
    assertTrue(read.isFinalFragment());
    assertArrayEquals(message, ByteBufUtil.getBytes(read.content()));
    read.release();
    assertFalse(server.finish());
  }

  @Test
  void eachFrameHasAMaskOfItsOwn() {
    byte[] message = new byte[100];
    assertFalse(Arrays.equals(bytes(message.clone()), bytes(message.clone())));
    assertEquals(2 + 4 + message.length, bytes(message.clone()).length);
  }

  private static ByteBuf frame(byte[] message) {
    return MaskedFrame.of(message, UnpooledByteBufAllocator.DEFAULT);
  }

  private static byte[] bytes(byte[] message) {
    ByteBuf frame = frame(message);
    try {
      return ByteBufUtil.getBytes(frame);
    } finally {
      frame.release();
    }
  }
}
