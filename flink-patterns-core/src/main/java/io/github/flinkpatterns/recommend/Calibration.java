// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often each component was right at each rank, and the fusion that follows from it.
 *
 * <p>A candidate's score is the sum, over the components that name it, of the rate at which that
 * component's candidate of that rank was the item taken next. A component that knows nothing has
 * rates near zero and so moves nothing; no weight has to be tuned.
 *
 * <p>Example: neighbours were right at rank 0 in 120 of 1,000 cases, popularity at rank 0 in 10 of
 * 1,000 and at rank 1 in 8 of 1,000. An item that is the best neighbour scores about .12; one that
 * is most popular and second neighbour (say 70 of 1,000) about .08.
 */
final class Calibration {

  /** How many components there are: {@link Component}. */
  static final int COMPONENTS = Component.COUNT;

  // Before anything is known: a rate that falls with the rank, worth this many cases.
  private static final double PRIOR_CASES = 20;
  private static final double PRIOR_RATE = .02;

  final long[][] hits = new long[COMPONENTS][Settings.CANDIDATES];
  final long[][] cases = new long[COMPONENTS][Settings.CANDIDATES];

  /** Counts one case: where the item that was taken stood in the component's list. */
  void learn(int component, Place taken) {
    long[] of = cases[component];
    for (int k = 0; k < taken.size(); k++) {
      of[k]++;
    }
    if (taken.place() >= 0) {
      hits[component][taken.place()]++;
    }
  }

  double rate(int component, int rank) {
    return (hits[component][rank] + PRIOR_CASES * PRIOR_RATE / (rank + 1))
        / (cases[component][rank] + PRIOR_CASES);
  }

  /** Returns the best {@code limit} of what the components name, in the order of Component. */
  Candidates fuse(Candidates[] components, int limit) {
    Map<Object, double[]> scores = new LinkedHashMap<>();
    for (int c = 0; c < components.length; c++) {
      Candidates named = components[c];
      for (int rank = 0; rank < named.size; rank++) {
        scores.computeIfAbsent(named.items[rank], item -> new double[1])[0] += rate(c, rank);
      }
    }
    Candidates fused = new Candidates(Math.min(limit, scores.size()));
    scores.forEach((item, score) -> fused.offer(item, score[0], limit));
    return fused;
  }

  Calibration copy() {
    Calibration copy = new Calibration();
    for (int c = 0; c < COMPONENTS; c++) {
      copy.hits[c] = hits[c].clone();
      copy.cases[c] = cases[c].clone();
    }
    return copy;
  }

  int sizeInBytes() {
    return COMPONENTS * Settings.CANDIDATES * 16 + 200;
  }
}
