// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.recommend;

/**
 * Forward decay: new weights grow, old ones stay, until the landmark moves.
 *
 * <p>Something of weight 1 at the moment <i>t</i> counts {@code 2^((t - landmark) / half-life)}.
 * The ratio of two weights is then what it should be at every later moment, and nothing has to be
 * touched as time goes by. After {@link #ROLL_OVER} half-lives whoever holds the weights divides
 * them all and moves the landmark, long before a double (1,023) or float (127) would overflow.
 *
 * <p>Source: G. Cormode, V. Shkapenyuk, D. Srivastava, B. Xu: Forward Decay, ICDE 2009.
 */
final class Decay {

  /** How many half-lives a landmark may lie behind the newest event. */
  static final double ROLL_OVER = 60;

  private Decay() {}

  /** Returns the weight at {@code millis} of a unit, relative to one at {@code landmark}. */
  static double growth(long millis, long landmark, double halfLifeMillis) {
    return halfLifeMillis == 0 ? 1 : Math.pow(2, (millis - landmark) / halfLifeMillis);
  }

  /** Tells whether the landmark must move before a weight at {@code millis} is added. */
  static boolean mustRollOver(long millis, long landmark, double halfLifeMillis) {
    return halfLifeMillis != 0 && (millis - landmark) / halfLifeMillis > ROLL_OVER;
  }

  /** Returns by what weights shrink when the landmark moves from one moment to a later one. */
  static double shrink(long from, long to, double halfLifeMillis) {
    return halfLifeMillis == 0 ? 1 : Math.pow(2, (from - to) / halfLifeMillis);
  }
}
