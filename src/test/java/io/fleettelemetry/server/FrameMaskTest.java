package io.fleettelemetry.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameMaskTest {

  @Test
  void takesTheMaskOffWhateverThePiecesAre() {
    Random random = new Random(7);
    byte[] key = {(byte) 0xa1, 0x02, (byte) 0xf3, 0x44};
    for (int round = 0; round < 500; round++) {
      byte[] plain = new byte[random.nextInt(100)];
      random.nextBytes(plain);
      byte[] masked = plain.clone();
      for (int i = 0; i < masked.length; i++) {
        masked[i] ^= key[i % 4];
      }
      FrameMask mask = new FrameMask();
      mask.reset(0xa102f344);
      int offset = 0;
      while (offset < masked.length) {
        int piece = Math.min(1 + random.nextInt(30), masked.length - offset);
        mask.apply(masked, offset, piece);
        offset += piece;
      }
      assertArrayEquals(plain, masked);
    }
  }
}
