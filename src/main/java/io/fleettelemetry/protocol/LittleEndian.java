package io.fleettelemetry.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in byte arrays as FlatBuffers write them. */
final class LittleEndian {

  private static final VarHandle INT16 =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT32 =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private LittleEndian() {}

  static int uint16(byte[] bytes, int at) {
    return (short) INT16.get(bytes, at) & 0xFFFF;
  }

  static int int32(byte[] bytes, int at) {
    return (int) INT32.get(bytes, at);
  }

  static long uint32(byte[] bytes, int at) {
    return (int) INT32.get(bytes, at) & 0xFFFF_FFFFL;
  }

  static void putInt16(byte[] bytes, int at, int value) {
    INT16.set(bytes, at, (short) value);
  }

  static void putInt32(byte[] bytes, int at, int value) {
    INT32.set(bytes, at, value);
  }
}
