// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import java.util.Arrays;

/**
 * What is kept of one item: how often it was taken, and its strongest neighbours.
 *
 * <p>A neighbour has two weights: how often it occurs near the item, and how often it came right
 * after it. When a row is full, a new neighbour takes the place of the weakest and starts at its
 * own weight (starting at the weight of the evicted one, as Space-Saving does, ruins rows). Weights
 * decay forward from one landmark for the row.
 *
 * @param <I> the item
 */
final class ItemRow<I> {

  long lastMillis = Long.MIN_VALUE;
  long landmark = Long.MIN_VALUE;

  /** How often the item was taken, in units of the landmark. */
  double count;

  /** The weight that evicted neighbours had, in units of the landmark. */
  double evicted;

  int size;
  Object[] items = {};
  int[] hashes = {};
  double[] weights = {};
  float[] transitions = {};

  @SuppressWarnings("unchecked")
  I item(int index) {
    return (I) items[index];
  }

  boolean isEmpty() {
    return landmark == Long.MIN_VALUE;
  }

  /** Moves the landmark if {@code millis} lies too far ahead of it. */
  void touch(long millis, Settings settings) {
    if (landmark == Long.MIN_VALUE) {
      landmark = millis;
    } else if (Decay.mustRollOver(millis, landmark, settings.halfLifeMillis())
        || Decay.mustRollOver(millis, landmark, settings.transitionHalfLifeMillis())) {
      rollOver(millis, settings);
    }
    lastMillis = Math.max(lastMillis, millis);
  }

  private void rollOver(long millis, Settings settings) {
    double factor = Decay.shrink(landmark, millis, settings.halfLifeMillis());
    double forTransitions = Decay.shrink(landmark, millis, settings.transitionHalfLifeMillis());
    int left = 0;
    for (int k = 0; k < size; k++) {
      double weight = kept(weights[k] * factor, settings);
      float transition = (float) (transitions[k] * forTransitions);
      if (weight > 0 || transition > 0) {
        put(left++, items[k], hashes[k], weight, transition);
      }
    }
    Arrays.fill(items, left, size, null);
    size = left;
    count = kept(count * factor, settings);
    evicted = kept(evicted * factor, settings);
    landmark = millis;
  }

  // Decayed weights are kept as floats, here as in a savepoint: a restored row is the same row.
  private static double kept(double weight, Settings settings) {
    return settings.exact() ? weight : (float) weight;
  }

  void addCount(long millis, double delta, Settings settings) {
    count =
        kept(count + delta * Decay.growth(millis, landmark, settings.halfLifeMillis()), settings);
  }

  /** Adds to the weights of {@code neighbour}; may evict the weakest. */
  void add(long millis, I neighbour, double weight, double transition, Settings settings) {
    double w = weight * Decay.growth(millis, landmark, settings.halfLifeMillis());
    double t = transition * Decay.growth(millis, landmark, settings.transitionHalfLifeMillis());
    int hash = neighbour.hashCode();
    for (int k = 0; k < size; k++) {
      if (hashes[k] == hash && items[k].equals(neighbour)) {
        weights[k] = kept(weights[k] + w, settings);
        transitions[k] = (float) (transitions[k] + t);
        return;
      }
    }
    double started = kept(w, settings);
    if (started == 0) {
      return;
    }
    while (size > settings.neighbours()) {
      // The bound was lowered since the row was written.
      dropWeakest(settings);
    }
    if (size < settings.neighbours()) {
      grow(settings);
      put(size++, neighbour, hash, started, (float) t);
    } else {
      int weakest = weakest();
      evicted = kept(evicted + weights[weakest], settings);
      put(weakest, neighbour, hash, started, (float) t);
    }
  }

  private void dropWeakest(Settings settings) {
    int weakest = weakest();
    evicted = kept(evicted + weights[weakest], settings);
    size--;
    put(weakest, items[size], hashes[size], weights[size], transitions[size]);
    items[size] = null;
  }

  private int weakest() {
    int weakest = 0;
    for (int k = 1; k < size; k++) {
      if (weights[k] < weights[weakest]) {
        weakest = k;
      }
    }
    return weakest;
  }

  private void grow(Settings settings) {
    if (size == items.length) {
      resize(Math.min(settings.neighbours(), Math.max(4, size + size / 2)));
    }
  }

  void resize(int capacity) {
    items = Arrays.copyOf(items, capacity);
    hashes = Arrays.copyOf(hashes, capacity);
    weights = Arrays.copyOf(weights, capacity);
    transitions = Arrays.copyOf(transitions, capacity);
  }

  void put(int index, Object item, int hash, double weight, float transition) {
    items[index] = item;
    hashes[index] = hash;
    weights[index] = weight;
    transitions[index] = transition;
  }

  void clear() {
    lastMillis = Long.MIN_VALUE;
    landmark = Long.MIN_VALUE;
    count = 0;
    evicted = 0;
    size = 0;
    resize(0);
  }

  ItemRow<I> copy() {
    ItemRow<I> copy = new ItemRow<>();
    copy.lastMillis = lastMillis;
    copy.landmark = landmark;
    copy.count = count;
    copy.evicted = evicted;
    copy.size = size;
    copy.items = items.clone();
    copy.hashes = hashes.clone();
    copy.weights = weights.clone();
    copy.transitions = transitions.clone();
    return copy;
  }

  int sizeInBytes() {
    return 160 + items.length * 76;
  }
}
