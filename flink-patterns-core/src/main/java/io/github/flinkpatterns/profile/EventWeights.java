// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

import io.github.flinkpatterns.logic.Require;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How much an event of each type says about an interest.
 *
 * <p>A type without a weight changes no interest; it is only counted. Immutable.
 */
public final class EventWeights implements Serializable {

  private final TreeMap<String, Double> weights;

  private EventWeights(Map<String, Double> weights) {
    this.weights = new TreeMap<>(weights);
  }

  /** Returns no weights; add some with {@link #with}. */
  public static EventWeights none() {
    return new EventWeights(Map.of());
  }

  /** Returns the usual weights of a shop: view 0.1, click 0.3, like 0.5, purchase 1. */
  public static EventWeights shopping() {
    return none().with("view", 0.1).with("click", 0.3).with("like", 0.5).with("purchase", 1);
  }

  /**
   * Returns these weights with one more, or with another for a type they have.
   *
   * @param weight finite, 0 or more
   */
  public EventWeights with(String type, double weight) {
    Require.given(type, UserProfiler.NAME, "weight");
    if (!(weight >= 0) || Double.isInfinite(weight)) {
      throw Require.wrong(
          UserProfiler.NAME,
          "weight of '" + type + "'",
          weight,
          "must be finite and not negative",
          "pass 0 or more, or leave the type out so that it is only counted");
    }
    EventWeights more = new EventWeights(weights);
    more.weights.put(type, weight);
    return more;
  }

  /** Returns the weight of {@code type}; not a number if it has none. */
  double of(@Nullable String type) {
    Double weight = type == null ? null : weights.get(type);
    return weight == null ? Double.NaN : weight;
  }

  @Override
  public String toString() {
    return weights.toString();
  }
}
