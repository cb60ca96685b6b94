// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.erase;

import io.github.flinkpatterns.logic.KeyedLogic;

/** The value of a logic, and the tombstone of the last erasure while it stands. */
final class Guarded<S> {

  static final long NO_TOMBSTONE = KeyedLogic.NEVER;

  S value;

  /** Events of this moment and before are refused, while there is a tombstone. */
  long erasedMillis;

  /** The tombstone falls when the watermark reaches this moment. */
  long untilMillis = NO_TOMBSTONE;

  Guarded(S value) {
    this.value = value;
  }

  /**
   * Returns {@code stored} itself, or around it if it is the bare value of a logic that was not
   * erasable when the savepoint was taken.
   */
  @SuppressWarnings("unchecked") // nothing else is ever stored
  static <S> Guarded<S> of(Object stored) {
    return stored instanceof Guarded<?> guarded ? (Guarded<S>) guarded : new Guarded<>((S) stored);
  }

  boolean hasTombstone() {
    return untilMillis != NO_TOMBSTONE;
  }

  void dropTombstone() {
    untilMillis = NO_TOMBSTONE;
    erasedMillis = 0;
  }

  /** Tells everything that is written; without a tombstone just what the value tells. */
  @Override
  public String toString() {
    return hasTombstone()
        ? value + " erased at " + erasedMillis + ", refused until " + untilMillis
        : String.valueOf(value);
  }
}
