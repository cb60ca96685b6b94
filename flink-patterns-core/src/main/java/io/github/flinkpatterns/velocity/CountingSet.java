// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

/** Counts how often each {@code long} is in a window: open addressing, no boxes. */
final class CountingSet {

  private static final int LEAST = 8;

  // Shared by the empty ones, of which there are many; one slot, always free.
  private static final long[] NO_VALUES = new long[1];
  private static final int[] NO_COUNTS = new int[1];

  private long[] values = NO_VALUES;
  private int[] counts = NO_COUNTS;
  private int distinct;

  int distinct() {
    return distinct;
  }

  void clear() {
    values = NO_VALUES;
    counts = NO_COUNTS;
    distinct = 0;
  }

  boolean contains(long value) {
    return counts[find(value)] > 0;
  }

  void add(long value) {
    if (values.length < LEAST) {
      resize(LEAST);
    }
    int slot = find(value);
    if (counts[slot]++ == 0) {
      values[slot] = value;
      distinct++;
      if (distinct * 2 > values.length) {
        resize(values.length * 2);
      }
    }
  }

  void remove(long value) {
    int slot = find(value);
    if (--counts[slot] == 0) {
      distinct--;
      closeGap(slot);
    }
  }

  /** Adds every value to {@code sketch}. */
  void addTo(MinValues sketch) {
    for (int i = 0; i < values.length; i++) {
      if (counts[i] > 0) {
        sketch.add(values[i]);
      }
    }
  }

  int sizeInBytes() {
    return 56 + values.length * 12;
  }

  private int find(long value) {
    int slot = home(value);
    while (counts[slot] > 0 && values[slot] != value) {
      slot = (slot + 1) & (values.length - 1);
    }
    return slot;
  }

  private int home(long value) {
    long mixed = value * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32) & (values.length - 1);
  }

  // Moves later values of the run back, so that no search ends at the gap too early.
  private void closeGap(int start) {
    int mask = values.length - 1;
    int gap = start;
    for (int slot = (gap + 1) & mask; counts[slot] > 0; slot = (slot + 1) & mask) {
      int home = home(values[slot]);
      if (((slot - home) & mask) >= ((slot - gap) & mask)) {
        values[gap] = values[slot];
        counts[gap] = counts[slot];
        counts[slot] = 0;
        gap = slot;
      }
    }
  }

  private void resize(int capacity) {
    long[] oldValues = values;
    int[] oldCounts = counts;
    values = new long[capacity];
    counts = new int[capacity];
    for (int i = 0; i < oldValues.length; i++) {
      if (oldCounts[i] > 0) {
        int slot = find(oldValues[i]);
        values[slot] = oldValues[i];
        counts[slot] = oldCounts[i];
      }
    }
  }
}
