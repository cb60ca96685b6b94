// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.time;

import java.util.Arrays;

/** The last delays, in a ring, and their exact quantiles. */
final class RecentDelays {

  private final long[] ring;
  private long[] sorted = new long[0];
  private int next;
  private boolean full;
  private boolean changed = true;

  RecentDelays(int size) {
    ring = new long[size];
  }

  void add(long delay) {
    changed |= !full || ring[next] != delay;
    ring[next] = delay;
    next++;
    if (next == ring.length) {
      next = 0;
      full = true;
    }
  }

  boolean isFull() {
    return full;
  }

  /** Returns the smallest delay that at least this share of the delays does not exceed. */
  long quantile(double share) {
    int size = full ? ring.length : next;
    if (changed) {
      sorted = Arrays.copyOf(ring, size);
      Arrays.sort(sorted);
      changed = false;
    }
    // The product may be a hair above a whole number, as 0.99 * 1000 is.
    int rank = (int) Math.ceil(share * size - 1e-9);
    return sorted[Math.max(rank, 1) - 1];
  }
}
