// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The items taken most of late, best first: at most {@link Settings#POPULAR} of them.
 *
 * <p>All weights decay alike, so the order changes at the item that was just taken and nowhere
 * else: it moves up past those it has overtaken. A full ranking gives the last place away.
 *
 * @param <I> the item
 */
final class DecayedRanking<I> {

  long landmark = Long.MIN_VALUE;
  int size;
  Object[] items = {};
  float[] weights = {};

  // Where an item stands; rebuilt when the ranking is read from state.
  private final Map<Object, Integer> places = new HashMap<>();

  @SuppressWarnings("unchecked")
  I item(int place) {
    return (I) items[place];
  }

  void add(I item, long millis, double weight, double halfLifeMillis) {
    if (landmark == Long.MIN_VALUE) {
      landmark = millis;
    } else if (Decay.mustRollOver(millis, landmark, halfLifeMillis)) {
      rollOver(millis, halfLifeMillis);
    }
    float added = (float) (weight * Decay.growth(millis, landmark, halfLifeMillis));
    if (added == 0) {
      return;
    }
    Integer found = places.get(item);
    int place = found == null ? newPlace(item) : found;
    weights[place] += added;
    moveUp(place);
  }

  private int newPlace(I item) {
    if (size == Settings.POPULAR) {
      places.remove(items[size - 1]);
    } else {
      if (size == items.length) {
        resize(Math.min(Settings.POPULAR, Math.max(16, size * 2)));
      }
      size++;
    }
    put(size - 1, item, 0);
    return size - 1;
  }

  private void moveUp(int from) {
    Object item = items[from];
    float weight = weights[from];
    int place = from;
    for (; place > 0 && weights[place - 1] < weight; place--) {
      items[place] = items[place - 1];
      weights[place] = weights[place - 1];
      places.put(items[place], place);
    }
    items[place] = item;
    weights[place] = weight;
    places.put(item, place);
  }

  private void rollOver(long millis, double halfLifeMillis) {
    double factor = Decay.shrink(landmark, millis, halfLifeMillis);
    int kept = 0;
    for (int k = 0; k < size; k++) {
      float weight = (float) (weights[k] * factor);
      if (weight > 0) {
        weights[k] = weight;
        kept++;
      } else {
        places.remove(items[k]);
      }
    }
    Arrays.fill(items, kept, size, null);
    size = kept;
    landmark = millis;
  }

  void resize(int capacity) {
    items = Arrays.copyOf(items, capacity);
    weights = Arrays.copyOf(weights, capacity);
  }

  void put(int place, Object item, float weight) {
    items[place] = item;
    weights[place] = weight;
    places.put(item, place);
  }

  /** Returns the best items that {@code seen} does not hold or that are {@code anyway}. */
  Candidates best(int[] seen, @Nullable Object anyway) {
    int limit = Settings.CANDIDATES;
    Candidates best = new Candidates(Math.min(limit, size));
    for (int k = 0; k < size && best.size < limit; k++) {
      if (Fingerprint.allows(seen, items[k], anyway)) {
        best.append(items[k], weights[k]);
      }
    }
    return best;
  }

  DecayedRanking<I> copy() {
    DecayedRanking<I> copy = new DecayedRanking<>();
    copy.landmark = landmark;
    copy.size = size;
    copy.items = items.clone();
    copy.weights = weights.clone();
    copy.places.putAll(places);
    return copy;
  }

  int sizeInBytes() {
    return 120 + items.length * 150;
  }
}
