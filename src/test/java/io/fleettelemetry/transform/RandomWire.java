package io.fleettelemetry.transform;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * Valid but unruly wire bytes of a message: fields in any order, given several times, packed and
 * not, defaults written, unknown fields of every kind, varints longer than needed.
 */
final class RandomWire {
  private static final List<String> TEXTS =
      List.of("", "a", "Zo\u00eb \ud83d\ude97", "\"\\\n\u0001");
  private static final List<Long> NUMBERS =
      List.of(0L, 1L, 2L, 21L, 127L, 128L, -1L, 1L << 32, 9999L);

  private final Random random;

  RandomWire(long seed) {
    this.random = new Random(seed);
  }

  byte[] message(Descriptor type) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int count = random.nextInt(6); count > 0; count--) {
      if (random.nextInt(6) == 0) {
        unknown(out, 2);
      } else {
        List<FieldDescriptor> fields = type.getFields();
        field(out, fields.get(random.nextInt(fields.size())));
      }
    }
    return out.toByteArray();
  }

  private void field(ByteArrayOutputStream out, FieldDescriptor field) {
    switch (field.getType()) {
      case DOUBLE -> fixed64(out, field);
      case FLOAT -> fixed32(out, field);
      case STRING -> bytes(out, field, text());
      case MESSAGE -> bytes(out, field, message(field.getMessageType()));
      default -> {
        if (field.isPacked() && random.nextBoolean()) {
          bytes(out, field, packed());
        } else {
          tag(out, field.getNumber(), WireReader.VARINT);
          varint(out, number());
        }
      }
    }
  }

  private void fixed64(ByteArrayOutputStream out, FieldDescriptor field) {
    tag(out, field.getNumber(), WireReader.FIXED64);
    long bits = random.nextInt(4) == 0 ? 0 : random.nextLong();
    out.writeBytes(little(Long.BYTES).putLong(bits).array());
  }

  /** Eighths, which are the same number when read as a double. */
  private void fixed32(ByteArrayOutputStream out, FieldDescriptor field) {
    tag(out, field.getNumber(), WireReader.FIXED32);
    out.writeBytes(little(Float.BYTES).putFloat((random.nextInt(2000) - 1000) / 8f).array());
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void bytes(ByteArrayOutputStream out, FieldDescriptor field, byte[] value) {
    tag(out, field.getNumber(), WireReader.LENGTH_DELIMITED);
    varint(out, value.length);
    out.writeBytes(value);
  }

  private byte[] text() {
    return TEXTS.get(random.nextInt(TEXTS.size())).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] packed() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int count = random.nextInt(4); count > 0; count--) {
      varint(out, number());
    }
    return out.toByteArray();
  }

  private long number() {
    return NUMBERS.get(random.nextInt(NUMBERS.size()));
  }

  private void unknown(ByteArrayOutputStream out, int depth) {
    int number = 100 + random.nextInt(3);
    switch (random.nextInt(depth == 0 ? 3 : 4)) {
      case 0 -> {
        tag(out, number, WireReader.VARINT);
        varint(out, random.nextLong());
      }
      case 1 -> {
        tag(out, number, WireReader.LENGTH_DELIMITED);
        varint(out, 3);
        out.writeBytes(new byte[] {1, -1, 3});
      }
      case 2 -> {
        tag(out, number, WireReader.FIXED32);
        out.writeBytes(new byte[] {1, 2, 3, 4});
      }
      default -> {
        tag(out, number, WireReader.GROUP);
        unknown(out, depth - 1);
        tag(out, number, WireReader.GROUP + 1);
      }
    }
  }

  private void tag(ByteArrayOutputStream out, int number, int wireType) {
    varint(out, ((long) number << 3) | wireType);
  }

  /** Now and then with an idle byte at its end. */
  private void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest | 0x80));
      rest >>>= 7;
    }
    boolean idle = value >= 0 && value < 1 << 14 && random.nextInt(10) == 0;
    out.write((int) (idle ? rest | 0x80 : rest));
    if (idle) {
      out.write(0);
    }
  }
}
