// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.input;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the lines of one input from a position on. */
public interface LineCursor extends Closeable {

  /**
   * Returns the next line, null after the last one.
   *
   * @throws IOException if the input cannot be read
   */
  @Nullable RawLine next() throws IOException;

  /** Returns the position behind the last line read, from which another cursor can go on. */
  long position();
}
