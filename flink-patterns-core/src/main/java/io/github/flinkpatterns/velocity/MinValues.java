// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.util.Arrays;

/**
 * Counts different 64-bit fingerprints: exactly up to {@value #K}, by estimate beyond.
 *
 * <p>It keeps the {@value #K} smallest fingerprints. While fewer have been seen, their number is
 * the answer; after that it is (K - 1) / (the largest kept, as a part of the whole range), with a
 * relative standard error of about 1 / sqrt(K - 2) = 6.3 %. Two of them merge without loss, which
 * is why buckets keep it.
 *
 * <p>Source: Bar-Yossef et al., "Counting distinct elements in a data stream" (2002), and Beyer et
 * al., "On synopses for distinct-value estimation" (2007): the k minimum values.
 */
final class MinValues {

  static final int K = 256;

  private long[] kept = new long[4];
  private int size;
  private boolean full;

  MinValues() {}

  MinValues(long[] ordered, boolean full) {
    kept = ordered.length < 4 ? Arrays.copyOf(ordered, 4) : ordered;
    size = ordered.length;
    this.full = full;
  }

  MinValues copy() {
    return new MinValues(Arrays.copyOf(kept, size), full);
  }

  /** Adds one fingerprint. */
  void add(long fingerprint) {
    // Unsigned order, as signed order of the flipped sign bit.
    long value = fingerprint ^ Long.MIN_VALUE;
    int at = Arrays.binarySearch(kept, 0, size, value);
    if (at >= 0) {
      return;
    }
    at = -at - 1;
    if (size == K) {
      full = true;
      if (at == K) {
        return;
      }
      size--;
    }
    if (size == kept.length) {
      kept = Arrays.copyOf(kept, Math.min(K, kept.length * 2));
    }
    System.arraycopy(kept, at, kept, at + 1, size - at);
    kept[at] = value;
    size++;
  }

  void addAll(MinValues other) {
    full |= other.full;
    for (int i = 0; i < other.size; i++) {
      add(other.kept[i] ^ Long.MIN_VALUE);
    }
  }

  /** Tells whether the fingerprint was added; where that cannot be known, true. */
  boolean mayContain(long fingerprint) {
    long value = fingerprint ^ Long.MIN_VALUE;
    int at = Arrays.binarySearch(kept, 0, size, value);
    return at >= 0 || (full && -at - 1 == size);
  }

  boolean isExact() {
    return !full;
  }

  long count() {
    if (!full) {
      return size;
    }
    double largest = ((kept[size - 1] ^ Long.MIN_VALUE) >>> 1) / 0x1p63;
    return Math.round((size - 1) / largest);
  }

  /** Returns the kept values in order, for state. */
  long[] ordered() {
    return Arrays.copyOf(kept, size);
  }

  int sizeInBytes() {
    return 48 + kept.length * 8;
  }

  @Override
  public String toString() {
    return (full ? "estimated " : "exact ") + Arrays.toString(ordered());
  }
}
