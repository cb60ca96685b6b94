// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.examples.input;

import java.util.concurrent.locks.LockSupport;

/** Allows so many lines per second. What was not used for a while is lost, not made up for. */
final class Pace {

  /** Short, so that no checkpoint waits for it. */
  private static final long WAIT_NANOS = 10_000_000;

  private final double perNano;
  private double allowed;
  private long before;

  /**
   * Creates a pace.
   *
   * @param perSecond lines per second, 0 for as many as there are
   */
  Pace(long perSecond) {
    this.perNano = perSecond / 1e9;
    this.before = System.nanoTime();
  }

  /** Returns how many lines may be read now, at most so many; waits a moment if there is none. */
  int next(int atMost) {
    if (perNano == 0) {
      return atMost;
    }
    if (allowed < 1) {
      LockSupport.parkNanos(WAIT_NANOS);
    }
    long now = System.nanoTime();
    allowed = Math.min(allowed + (now - before) * perNano, atMost);
    before = now;
    int lines = (int) allowed;
    allowed -= lines;
    return lines;
  }
}
