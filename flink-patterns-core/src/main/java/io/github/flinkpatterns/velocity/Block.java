// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * A stretch of bytes that is written and read at once: byte by byte through Flink's views, the
 * columns of a key would cost several times as much.
 */
final class Block {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final VarHandle LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = new byte[512];
  private int at;
  private int end;

  /** Starts to write. */
  void clear() {
    at = 0;
  }

  void writeTo(DataOutputView out) throws IOException {
    out.writeInt(at);
    out.write(bytes, 0, at);
  }

  void readFrom(DataInputView in) throws IOException {
    end = in.readInt();
    at = 0;
    if (end < 0) {
      throw new IOException("VelocityDetector: a block of " + end + " bytes: the state is damaged");
    }
    if (bytes.length < end) {
      bytes = new byte[end];
    }
    in.readFully(bytes, 0, end);
  }

  private void room(int more) {
    if (bytes.length - at < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, at + more));
    }
  }

  void putUnsigned(long value) {
    room(10);
    at = put(bytes, at, value);
  }

  // Without a branch on the length, which no processor could foresee: columns of numbers are most
  // of what a barrier costs. Takes up to ten bytes of room.
  private static int put(byte[] to, int from, long value) {
    if (value >>> 56 != 0) {
      return putLarge(to, from, value);
    }
    long groups = (value & 0x0FFF_FFFFL) | ((value & 0x00FF_FFFF_F000_0000L) << 4);
    groups = (groups & 0x0000_3FFF_0000_3FFFL) | ((groups & 0x0FFF_C000_0FFF_C000L) << 2);
    groups = (groups & 0x007F_007F_007F_007FL) | ((groups & 0x3F80_3F80_3F80_3F80L) << 1);
    int bits = 64 - Long.numberOfLeadingZeros(value | 1);
    int length = ((bits + 6) * 37) >>> 8; // (bits + 6) / 7
    long more = 0x8080_8080_8080_8080L & ((1L << (8 * (length - 1))) - 1);
    LITTLE_ENDIAN.set(to, from, groups | more);
    return from + length;
  }

  private static int putLarge(byte[] to, int from, long value) {
    int next = from;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      to[next++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    to[next++] = (byte) rest;
    return next;
  }

  /**
   * Writes the differences of {@code count} rising numbers, every {@code step}th from {@code from}
   * on, the first to {@code before}; returns the last number.
   */
  long putRises(long[] numbers, int from, int step, int count, long before) {
    room(10 * count);
    byte[] to = bytes;
    int next = at;
    long last = before;
    for (int i = 0, k = from; i < count; i++, k += step) {
      long number = numbers[k];
      next = put(to, next, number - last);
      last = number;
    }
    at = next;
    return last;
  }

  /**
   * Writes {@code count} numbers, every {@code step}th from {@code from} on: signed and plus 1, 0
   * for a missing one.
   */
  void putNumbers(long[] numbers, int from, int step, int count) {
    room(10 * count);
    byte[] to = bytes;
    int next = at;
    for (int i = 0, k = from; i < count; i++, k += step) {
      long number = numbers[k];
      next = put(to, next, number == Fields.MISSING ? 0 : zigzag(number) + 1);
    }
    at = next;
  }

  static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  /** Writes the number 0, or the empty text, so many times. */
  void putZeros(int times) {
    room(times);
    Arrays.fill(bytes, at, at + times, (byte) 0);
    at += times;
  }

  // The other way round, as long as eight bytes can be read at once.
  long unsigned() {
    if (bytes.length - at >= 8) {
      long word = (long) LITTLE_ENDIAN.get(bytes, at);
      long last = ~word & 0x8080_8080_8080_8080L;
      if (last != 0) {
        int bits = Long.numberOfTrailingZeros(last) + 1;
        long groups = word & 0x7F7F_7F7F_7F7F_7F7FL & (-1L >>> (64 - bits));
        groups = (groups & 0x007F_007F_007F_007FL) | ((groups & 0x7F00_7F00_7F00_7F00L) >>> 1);
        groups = (groups & 0x0000_3FFF_0000_3FFFL) | ((groups & 0x3FFF_0000_3FFF_0000L) >>> 2);
        groups = (groups & 0x0FFF_FFFFL) | ((groups & 0x0FFF_FFFF_0000_0000L) >>> 4);
        at += bits >>> 3;
        return groups;
      }
    }
    return unsignedByBytes();
  }

  private long unsignedByBytes() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = bytes[at++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalStateException("VelocityDetector: a number of more than ten bytes");
  }

  void putLong(long value) {
    room(8);
    LONGS.set(bytes, at, value);
    at += 8;
  }

  long getLong() {
    long value = (long) LONGS.get(bytes, at);
    at += 8;
    return value;
  }

  /** Writes a text: its length times two, plus one if it is in UTF-8 and not in ASCII. */
  void putText(String text) {
    int length = text.length();
    room(10 + length);
    int start = at;
    putUnsigned((long) length << 1);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c > 0x7F) {
        at = start;
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        putUnsigned((long) encoded.length << 1 | 1);
        room(encoded.length);
        System.arraycopy(encoded, 0, bytes, at, encoded.length);
        at += encoded.length;
        return;
      }
      bytes[at++] = (byte) c;
    }
  }

  String text() {
    long head = unsigned();
    int length = (int) (head >>> 1);
    if (length == 0) {
      return "";
    }
    String text =
        new String(
            bytes,
            at,
            length,
            (head & 1) == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  /** Tells whether all that was read has been taken. */
  boolean isTaken() {
    return at == end;
  }
}
