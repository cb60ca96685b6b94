// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import java.util.Arrays;

/** Items with scores; in the lists that components give, best first. */
final class Candidates {

  private static final Object[] NO_ITEMS = {};
  private static final float[] NO_SCORES = {};

  /** No candidate. */
  static final Candidates NONE = new Candidates(0);

  int size;
  Object[] items;
  float[] scores;

  Candidates(int capacity) {
    items = capacity == 0 ? NO_ITEMS : new Object[capacity];
    scores = capacity == 0 ? NO_SCORES : new float[capacity];
  }

  void append(Object item, double score) {
    if (size == items.length) {
      int capacity = Math.max(8, size * 2);
      items = Arrays.copyOf(items, capacity);
      scores = Arrays.copyOf(scores, capacity);
    }
    items[size] = item;
    scores[size++] = (float) score;
  }

  /** Keeps the list sorted, best first and ties by the item, and at most {@code limit} long. */
  void offer(Object item, double score, int limit) {
    float s = (float) score;
    if (size == limit && !before(item, s, size - 1)) {
      return;
    }
    if (size < limit) {
      append(item, s);
    }
    int k = size - 1;
    for (; k > 0 && before(item, s, k - 1); k--) {
      items[k] = items[k - 1];
      scores[k] = scores[k - 1];
    }
    items[k] = item;
    scores[k] = s;
  }

  @SuppressWarnings("unchecked")
  private boolean before(Object item, float score, int place) {
    return score > scores[place]
        || (score == scores[place] && ((Comparable<Object>) item).compareTo(items[place]) < 0);
  }

  /** Returns the place of {@code item}, -1 if it is not there. */
  int placeOf(Object item) {
    for (int k = 0; k < size; k++) {
      if (items[k].equals(item)) {
        return k;
      }
    }
    return -1;
  }

  Candidates copy() {
    Candidates copy = new Candidates(0);
    copy.size = size;
    copy.items = Arrays.copyOf(items, size);
    copy.scores = Arrays.copyOf(scores, size);
    return copy;
  }
}
