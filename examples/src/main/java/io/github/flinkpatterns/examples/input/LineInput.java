// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.input;

import java.io.IOException;
import java.io.Serializable;

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
}
