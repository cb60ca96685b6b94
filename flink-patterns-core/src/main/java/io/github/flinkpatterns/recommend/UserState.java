// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import java.util.Arrays;

/**
 * What is kept of one user: the latest items, newest first, and fingerprints of those seen.
 *
 * <p>At most {@code history} items and {@code seen} fingerprints.
 *
 * @param <I> the item
 */
final class UserState<I> {

  private static final Object[] NO_ITEMS = {};
  static final int[] NO_FINGERPRINTS = {};

  /** The newest timestamp of the user, {@link Long#MIN_VALUE} before any. */
  long lastMillis = Long.MIN_VALUE;

  /** The number of the next gathering; {@link Fingerprint#firstNumber} of the first event first. */
  long requests;

  int size;
  Object[] items = NO_ITEMS;
  long[] times = {};
  float[] weights = {};

  /** Fingerprints, oldest first. */
  int[] seen = NO_FINGERPRINTS;

  @SuppressWarnings("unchecked")
  I item(int rank) {
    return (I) items[rank];
  }

  /** Returns the rank of {@code item} in the history, -1 if it is not there. */
  int rankOf(I item) {
    for (int k = 0; k < size; k++) {
      if (items[k].equals(item)) {
        return k;
      }
    }
    return -1;
  }

  boolean hasSeen(int fingerprint) {
    return Fingerprint.contains(seen, fingerprint);
  }

  /** Puts {@code item} where its time belongs; returns its rank, -1 if it is older than all. */
  int insert(I item, long time, double weight, int limit) {
    int rank = 0;
    while (rank < size && times[rank] > time) {
      rank++;
    }
    if (rank >= limit) {
      return -1;
    }
    if (size == items.length && size < limit) {
      int capacity = Math.min(limit, Math.max(4, size * 2));
      items = Arrays.copyOf(items, capacity);
      times = Arrays.copyOf(times, capacity);
      weights = Arrays.copyOf(weights, capacity);
    }
    if (size < limit) {
      size++;
    }
    int moved = size - 1 - rank;
    System.arraycopy(items, rank, items, rank + 1, moved);
    System.arraycopy(times, rank, times, rank + 1, moved);
    System.arraycopy(weights, rank, weights, rank + 1, moved);
    items[rank] = item;
    times[rank] = time;
    weights[rank] = (float) weight;
    return rank;
  }

  void remove(int rank) {
    int moved = size - 1 - rank;
    System.arraycopy(items, rank + 1, items, rank, moved);
    System.arraycopy(times, rank + 1, times, rank, moved);
    System.arraycopy(weights, rank + 1, weights, rank, moved);
    size--;
    items[size] = null;
  }

  /** Marks {@code fingerprint} as seen last; the oldest leaves beyond {@code limit}. */
  void see(int fingerprint, int limit) {
    int at = 0;
    while (at < seen.length && seen[at] != fingerprint) {
      at++;
    }
    if (at < seen.length || seen.length >= limit) {
      int from = at < seen.length ? at : 0;
      System.arraycopy(seen, from + 1, seen, from, seen.length - from - 1);
    } else {
      seen = Arrays.copyOf(seen, seen.length + 1);
    }
    seen[seen.length - 1] = fingerprint;
  }

  void clear() {
    lastMillis = Long.MIN_VALUE;
    size = 0;
    items = NO_ITEMS;
    times = new long[0];
    weights = new float[0];
    seen = NO_FINGERPRINTS;
  }

  UserState<I> copy() {
    UserState<I> copy = new UserState<>();
    copy.lastMillis = lastMillis;
    copy.requests = requests;
    copy.size = size;
    copy.items = items.clone();
    copy.times = times.clone();
    copy.weights = weights.clone();
    copy.seen = seen.clone();
    return copy;
  }

  int sizeInBytes() {
    return 120 + items.length * 76 + seen.length * 4;
  }
}
