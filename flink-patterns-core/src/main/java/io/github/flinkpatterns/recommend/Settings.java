// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

import java.io.Serializable;

/**
 * The numbers of a recommender; what each means is told at the builder.
 *
 * @param halfLifeMillis of co-occurrence, 0 for none
 * @param combine how many updates wait to be combined before they are sent, 0 for none
 * @param exact whether pair weights are integers and kept exactly
 */
record Settings(
    int history,
    int neighbours,
    int seen,
    int top,
    double halfLifeMillis,
    double transitionHalfLifeMillis,
    double fastHalfLifeMillis,
    double slowHalfLifeMillis,
    double gapExponent,
    double rankExponent,
    boolean revisits,
    boolean evaluate,
    boolean serveEvents,
    long forgetAfterMillis,
    int shards,
    int calibrateEvery,
    int combine,
    boolean exact)
    implements Serializable {

  /** How many candidates each component gives to the fusion. */
  static final int CANDIDATES = 30;

  /** How many items each ranking by popularity holds. */
  static final int POPULAR = 500;

  /** Returns these settings for a recommender that answers requests in place of events. */
  Settings forRequests() {
    return new Settings(
        history,
        neighbours,
        seen,
        top,
        halfLifeMillis,
        transitionHalfLifeMillis,
        fastHalfLifeMillis,
        slowHalfLifeMillis,
        gapExponent,
        rankExponent,
        revisits,
        evaluate,
        false,
        forgetAfterMillis,
        shards,
        calibrateEvery,
        combine,
        exact);
  }

  /** Returns what a pair counts whose items stand {@code gap} positions apart. */
  double gapWeight(int gap) {
    return gapExponent == 0 ? 1 : gapExponent == 1 ? 1d / gap : Math.pow(gap, -gapExponent);
  }

  /** Returns what the item of the history at {@code rank} counts in a recommendation. */
  double rankWeight(int rank) {
    return rankExponent == 1 ? 1d / (rank + 1) : Math.pow(rank + 1d, -rankExponent);
  }
}
