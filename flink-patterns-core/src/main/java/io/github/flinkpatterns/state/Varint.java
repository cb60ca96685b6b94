// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Writes integers in as few bytes as their size needs: seven bits a byte, least significant first.
 *
 * <p>A number from 0 to 127 costs one byte, one up to 16,383 two, and so on to at most ten for a
 * {@code long}. Signed numbers that may be negative go through the zigzag forms, which keep small
 * magnitudes short: -1 costs one byte, not ten.
 *
 * <p>Source: the base-128 varints of the Protocol Buffers encoding.
 */
public final class Varint {

  private Varint() {}

  /** Writes {@code value}, read as unsigned; a negative one costs ten bytes. */
  public static void writeUnsigned(long value, DataOutput out) throws IOException {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.writeByte((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  /**
   * Reads what {@link #writeUnsigned} wrote.
   *
   * @throws IOException if the bytes are no varint of at most ten bytes
   */
  public static long readUnsigned(DataInput in) throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte b = in.readByte();
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new IOException("Varint: more than ten bytes, so the state is damaged");
  }

  /** Writes {@code value} so that small magnitudes of either sign are short. */
  public static void writeSigned(long value, DataOutput out) throws IOException {
    writeUnsigned((value << 1) ^ (value >> 63), out);
  }

  /**
   * Reads what {@link #writeSigned} wrote.
   *
   * @throws IOException if the bytes are no varint of at most ten bytes
   */
  public static long readSigned(DataInput in) throws IOException {
    long zigzag = readUnsigned(in);
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }
}
