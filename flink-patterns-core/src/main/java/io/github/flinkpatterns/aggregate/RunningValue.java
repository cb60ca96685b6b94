// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.aggregate;

import org.jspecify.annotations.Nullable;

/** The aggregate of one key; empty while it has no event. */
final class RunningValue<A> {

  long events;
  long first;
  long last;

  /** Null while there is no event. */
  @Nullable A accumulator;

  void clear() {
    events = 0;
    first = 0;
    last = 0;
    accumulator = null;
  }

  @Override
  public String toString() {
    return events + " events " + first + ".." + last + ": " + accumulator;
  }
}
