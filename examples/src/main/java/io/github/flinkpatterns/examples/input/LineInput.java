// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.input;

import java.io.IOException;
import java.io.Serializable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One file, or one generator, that gives the same lines every time it is opened. */
public interface LineInput extends Serializable {

  /** Returns the name by which a rejected line tells where it came from. */
  String name();

  /**
   * Opens the input.
   *
   * @param position 0 for the first line, or what {@link LineCursor#position()} returned
   * @throws IOException if the input cannot be opened
   */
  LineCursor open(long position) throws IOException;

  /**
   * Opens {@code input}, behind its first line where that is a header.
   *
   * @param position as for {@link #open}
   */
  static LineCursor openBehindHeader(
      LineInput input, long position, Predicate<@Nullable RawLine> isHeader) throws IOException {
    LineCursor cursor = input.open(position);
    if (position > 0) {
      return cursor;
    }
    try {
      if (isHeader.test(cursor.next())) {
        return cursor;
      }
    } catch (IOException | RuntimeException e) {
      cursor.close();
      throw e;
    }
    cursor.close();
    return input.open(0);
  }
}
