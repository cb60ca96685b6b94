// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

import io.github.flinkpatterns.profile.Feature.Kind;
import java.util.Arrays;
import java.util.Map;

/**
 * What the features of one key have come to, in the order of {@link #ids}.
 *
 * <p>A decayed number is kept as of its newest event, so it neither overflows nor needs a landmark.
 */
final class FeatureValues {

  static final long[] NONE = {};

  /** What a feature is known by in state: {@link ProfileSettings} gives every one its own. */
  final int[] ids;

  /** The count, or the weighted sum of a mean. */
  final double[] sums;

  /** The weights of a mean. */
  final double[] weights;

  /** When {@link #sums} and {@link #weights} hold. */
  final long[] at;

  /** The smallest hashes of a distinct count, ascending. */
  final long[][] hashes;

  final int[] hashCounts;

  FeatureValues(int[] ids) {
    this.ids = ids;
    sums = new double[ids.length];
    weights = new double[ids.length];
    at = new long[ids.length];
    hashes = new long[ids.length][];
    Arrays.fill(hashes, NONE);
    hashCounts = new int[ids.length];
  }

  /** Takes in what an event says to one feature. */
  void add(int index, Feature<?> feature, long input, long timestamp) {
    if (feature.kind == Kind.DISTINCT) {
      addHash(index, input, feature.capacity);
      return;
    }
    double number = feature.kind == Kind.COUNT ? 1 : Double.longBitsToDouble(input);
    double weight = 1;
    if (sums[index] == 0 && weights[index] == 0) {
      at[index] = timestamp;
    } else if (timestamp > at[index]) {
      double factor = Decay.factor(timestamp - at[index], feature.halfLifeMillis);
      sums[index] *= factor;
      weights[index] *= factor;
      at[index] = timestamp;
    } else {
      weight = Decay.factor(at[index] - timestamp, feature.halfLifeMillis);
    }
    sums[index] += weight * number;
    weights[index] += weight;
  }

  private void addHash(int index, long hash, int capacity) {
    int count = hashCounts[index];
    int place = Arrays.binarySearch(hashes[index], 0, count, hash);
    if (place >= 0) {
      return;
    }
    place = -place - 1;
    if (place >= capacity) {
      return;
    }
    if (count >= capacity) {
      count = capacity - 1;
    } else if (count == hashes[index].length) {
      hashes[index] = Arrays.copyOf(hashes[index], Math.min(capacity, Math.max(4, count * 2)));
    }
    System.arraycopy(hashes[index], place, hashes[index], place + 1, count - place);
    hashes[index][place] = hash;
    hashCounts[index] = count + 1;
  }

  /** Puts the feature's value at the moment {@code asOf}, unless it has none. */
  void put(int index, String name, Feature<?> feature, long asOf, Map<String, Double> into) {
    switch (feature.kind) {
      case COUNT ->
          into.put(
              name,
              sums[index] * Decay.factor(Math.max(0, asOf - at[index]), feature.halfLifeMillis));
      case MEAN -> {
        if (weights[index] > 0) {
          into.put(name, sums[index] / weights[index]);
        }
      }
      case DISTINCT -> into.put(name, distinct(index, feature.capacity));
    }
  }

  private double distinct(int index, int capacity) {
    int count = hashCounts[index];
    return count < capacity ? count : (capacity - 1) / (hashes[index][capacity - 1] * 0x1p-63);
  }

  /** Returns these values in the order of {@code newIds}: some may be new, some gone. */
  FeatureValues alignedTo(int[] newIds) {
    FeatureValues to = new FeatureValues(newIds);
    for (int i = 0; i < newIds.length; i++) {
      for (int j = 0; j < ids.length; j++) {
        if (newIds[i] == ids[j]) {
          to.sums[i] = sums[j];
          to.weights[i] = weights[j];
          to.at[i] = at[j];
          to.hashes[i] = hashes[j];
          to.hashCounts[i] = hashCounts[j];
        }
      }
    }
    return to;
  }

  int sizeInBytes() {
    int bytes = 120 + ids.length * 52;
    for (long[] kept : hashes) {
      bytes += kept.length * 8;
    }
    return bytes;
  }

  FeatureValues copy() {
    FeatureValues to = alignedTo(ids);
    for (int i = 0; i < ids.length; i++) {
      to.hashes[i] = to.hashes[i].length == 0 ? NONE : to.hashes[i].clone();
    }
    return to;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < ids.length; i++) {
      text.append(ids[i]).append(": ").append(sums[i]).append('/').append(weights[i]);
      text.append(" at ").append(at[i]).append(' ');
      text.append(Arrays.toString(Arrays.copyOf(hashes[i], hashCounts[i]))).append("; ");
    }
    return text.append(']').toString();
  }
}
