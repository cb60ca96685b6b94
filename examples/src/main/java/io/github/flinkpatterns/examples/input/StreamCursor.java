// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Splits a stream of UTF-8 bytes into lines; a position is a number of bytes. Keeps at most {@value
 * #MAX_LINE_BYTES} bytes of a line: what is longer is skipped up to its end and reported.
 */
final class StreamCursor implements LineCursor {

  static final int MAX_LINE_BYTES = RawLine.MAX_BYTES;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int next;
  private int limit;
  private byte[] line = new byte[512];
  private int length;
  private long position;

  StreamCursor(InputStream in, long position) {
    this.in = in;
    this.position = position;
  }

  @Override
  public @Nullable RawLine next() throws IOException {
    long start = position;
    length = 0;
    boolean tooLong = false;
    while (true) {
      if (next == limit && !fill()) {
        return position == start ? null : line(start, tooLong);
      }
      int end = next;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      tooLong |= !keep(next, end);
      boolean broken = end < limit;
      int read = end - next + (broken ? 1 : 0);
      next += read;
      position += read;
      if (broken) {
        return line(start, tooLong);
      }
    }
  }

  private boolean fill() throws IOException {
    next = 0;
    limit = Math.max(0, in.read(buffer));
    return limit > 0;
  }

  /** Keeps the bytes as part of the line; false if the line is then longer than allowed. */
  private boolean keep(int from, int to) {
    int fits = Math.min(to - from, MAX_LINE_BYTES - length);
    if (length + fits > line.length) {
      line =
          Arrays.copyOf(line, Math.max(length + fits, Math.min(2 * line.length, MAX_LINE_BYTES)));
    }
    System.arraycopy(buffer, from, line, length, fits);
    length += fits;
    return fits == to - from;
  }

  private RawLine line(long start, boolean tooLong) {
    int from = start == 0 && startsWithByteOrderMark() ? 3 : 0;
    int to = length > from && line[length - 1] == '\r' && !tooLong ? length - 1 : length;
    return tooLong ? RawLine.tooLong(line, from, to) : RawLine.of(line, from, to);
  }

  private boolean startsWithByteOrderMark() {
    return length >= 3
        && line[0] == (byte) 0xEF
        && line[1] == (byte) 0xBB
        && line[2] == (byte) 0xBF;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
