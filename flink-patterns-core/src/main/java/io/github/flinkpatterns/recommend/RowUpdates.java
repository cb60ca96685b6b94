// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import io.github.flinkpatterns.host.Combiner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Combines what there is to learn for one row. Messages that ask or count are sent as they are.
 *
 * <p>Weights are scaled to the time of the newest message. Without decay nothing is scaled, and
 * whole weights add up exactly.
 */
record RowUpdates<U, I>(Settings settings)
    implements Combiner<RowMessage<U, I>, RowUpdates.Gathered<U, I>> {

  // Up to here a float holds every whole number.
  private static final double EXACT = 1 << 24;

  /** Updates of one row. */
  static final class Gathered<U, I> {
    final RowMessage<U, I> first;
    long millis;
    final Map<Object, Integer> places = new HashMap<>();
    final List<Object> others = new ArrayList<>(4);
    double[] weights = new double[4];
    double[] transitions = new double[4];

    Gathered(RowMessage<U, I> first) {
      this.first = first;
      this.millis = first.timeMillis();
    }
  }

  @Override
  public @Nullable Object keyOf(RowMessage<U, I> message) {
    return message.parts() == 0 && message.question() == null && message.count() == 0
        ? message.item()
        : null;
  }

  @Override
  public Gathered<U, I> start(RowMessage<U, I> message) {
    Gathered<U, I> gathered = new Gathered<>(message);
    add(gathered, message);
    return gathered;
  }

  @Override
  public void add(Gathered<U, I> gathered, RowMessage<U, I> message) {
    long time = message.timeMillis();
    if (time > gathered.millis) {
      double near = Decay.shrink(gathered.millis, time, settings.halfLifeMillis());
      double after = Decay.shrink(gathered.millis, time, settings.transitionHalfLifeMillis());
      for (int k = 0; k < gathered.others.size(); k++) {
        gathered.weights[k] *= near;
        gathered.transitions[k] *= after;
      }
      gathered.millis = time;
    }
    double near = Decay.shrink(time, gathered.millis, settings.halfLifeMillis());
    double after = Decay.shrink(time, gathered.millis, settings.transitionHalfLifeMillis());
    for (int k = 0; k < message.others().length; k++) {
      add(
          gathered,
          message.others()[k],
          message.weights()[k] * near,
          message.transitions()[k] * after);
    }
  }

  private void add(Gathered<U, I> gathered, Object other, double weight, double transition) {
    Integer known = gathered.places.get(other);
    int place =
        known == null || gathered.weights[known] + weight > EXACT ? gathered.others.size() : known;
    if (place == gathered.others.size()) {
      gathered.others.add(other);
      gathered.places.put(other, place);
      if (place == gathered.weights.length) {
        gathered.weights = Arrays.copyOf(gathered.weights, place * 2);
        gathered.transitions = Arrays.copyOf(gathered.transitions, place * 2);
      }
    }
    gathered.weights[place] += weight;
    gathered.transitions[place] += transition;
  }

  @Override
  public RowMessage<U, I> end(Gathered<U, I> gathered) {
    int size = gathered.others.size();
    float[] weights = new float[size];
    float[] transitions = new float[size];
    for (int k = 0; k < size; k++) {
      weights[k] = (float) gathered.weights[k];
      transitions[k] = (float) gathered.transitions[k];
    }
    RowMessage<U, I> first = gathered.first;
    return new RowMessage<>(
        first.item(),
        first.user(),
        first.request(),
        first.slot(),
        0,
        gathered.millis,
        0,
        gathered.others.toArray(),
        weights,
        transitions,
        null);
  }
}
