// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.host.fast;

/**
 * Says when to write changed values ahead of the next barrier, so that few are left for it.
 *
 * <p>As late as can be, since a value may change again and is then written twice: in the last tenth
 * of an interval, taken to be as long, in calls, as the one before. There the writes spread evenly
 * over the calls that are left, some at a time, which is cheaper than one by one. In numbers:
 * 100,000 calls between two barriers, 30,000 values changed, 8,192 may stay. From call 90,000 on
 * every 64th call writes 140, the next ones in the order of their keys ({@link Sweep}).
 */
final class CleaningPace {

  private static final int CALLS = 64;
  private static final int MOST_WRITES = 10 * CALLS;

  private final int mayStay;
  private long calls;
  private long interval;
  private long from = Long.MAX_VALUE;

  /** Creates a pace that leaves about {@code mayStay} changed values for a barrier. */
  CleaningPace(int mayStay) {
    this.mayStay = mayStay;
  }

  /** Counts a call; tells whether {@link #writesNow} is to be asked. */
  boolean callEnds() {
    return ++calls >= from && calls % CALLS == 0;
  }

  /** Returns how many of {@code dirty} changed values to write now. */
  int writesNow(int dirty) {
    long excess = (long) dirty - mayStay;
    long left = Math.max(1, interval - calls);
    return excess <= 0 ? 0 : (int) Math.min(Math.min(MOST_WRITES, excess), excess * CALLS / left);
  }

  /** Counts a barrier. */
  void barrier() {
    if (calls > 0) {
      interval = calls;
      from = calls - calls / 10;
      calls = 0;
    }
  }
}
