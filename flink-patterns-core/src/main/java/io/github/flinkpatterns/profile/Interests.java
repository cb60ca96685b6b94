// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

import java.io.Serializable;

/** How the weights of events make the score of a category. */
sealed interface Interests extends Serializable {

  /** Takes one event in and returns the rank of its category. */
  int add(String category, double weight, long timestamp, ProfileState state, int max);

  /** Returns the half-life in milliseconds, 0 without decay. */
  long halfLifeMillis();

  /** Returns what a kept score is worth at the moment {@code asOf}, as a factor. */
  double factor(ProfileState state, long asOf);

  /** The moving average of the weights in a category, which begins at 0. */
  record MovingAverage(double alpha) implements Interests {

    /**
     * What leaves is the category with the lowest score. One that comes (back) begins at 0, and its
     * true average, had it been kept, began at most at the highest score that ever left: that much,
     * fading with each event, is its error.
     */
    @Override
    public int add(String category, double weight, long timestamp, ProfileState state, int max) {
      Categories categories = state.categories;
      int index = categories.find(category);
      if (index < 0) {
        for (int i = max - 1; i < categories.size; i++) {
          state.evicted = Math.max(state.evicted, categories.scores[i] + categories.errors[i]);
        }
        categories.truncate(max - 1);
        index = categories.append(category);
        categories.errors[index] = state.evicted;
      }
      categories.scores[index] += alpha * (weight - categories.scores[index]);
      categories.errors[index] *= 1 - alpha;
      categories.events[index]++;
      return categories.settle(index);
    }

    @Override
    public long halfLifeMillis() {
      return 0;
    }

    @Override
    public double factor(ProfileState state, long asOf) {
      return 1;
    }
  }

  /** The sum of the weights in a category, each decayed by its age. */
  record Decayed(long halfLifeMillis) implements Interests {

    /** Sums stay below 2^512 times the weights; doubles end at 2^1023. */
    private static final int MAX_HALF_LIVES = 512;

    /**
     * Forward decay: an event weighs {@code w * 2^((t - landmark) / halfLife)}, whenever it comes,
     * so sums do not depend on order. Before numbers grow too large the landmark moves on by whole
     * half-lives, which is exact in binary.
     *
     * <p>With {@code max} categories the SpaceSaving rule: one that comes takes the place and the
     * score of the lowest, and that score is its error.
     */
    @Override
    public int add(String category, double weight, long timestamp, ProfileState state, int max) {
      Categories categories = state.categories;
      if (categories.size == 0) {
        state.landmark = timestamp;
      }
      long halfLives = Math.floorDiv(timestamp - state.landmark, halfLifeMillis);
      if (halfLives >= MAX_HALF_LIVES) {
        categories.scale(Math.pow(2, -(double) halfLives));
        state.landmark += halfLives * halfLifeMillis;
      }
      int index = categories.find(category);
      if (index < 0) {
        double inherited = 0;
        if (categories.size >= max) {
          inherited = categories.scores[max - 1];
          categories.truncate(max - 1);
        }
        index = categories.append(category);
        categories.scores[index] = inherited;
        categories.errors[index] = inherited;
      }
      categories.scores[index] += weight * Decay.factor(state.landmark - timestamp, halfLifeMillis);
      categories.events[index]++;
      return categories.settle(index);
    }

    @Override
    public double factor(ProfileState state, long asOf) {
      return Decay.factor(asOf - state.landmark, halfLifeMillis);
    }
  }
}
