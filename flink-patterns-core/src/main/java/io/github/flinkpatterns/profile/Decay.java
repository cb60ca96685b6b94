// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.profile;

/** Powers of one half over time. */
final class Decay {

  private Decay() {}

  /** Returns what 1 has become after {@code millis}; more than 1 for a negative time. */
  static double factor(long millis, long halfLifeMillis) {
    return halfLifeMillis == 0 ? 1 : Math.pow(2, -((double) millis / halfLifeMillis));
  }

  /** Returns {@code a + b}, at most the moment before the end of time, which is never due. */
  static long plus(long a, long b) {
    long sum = a + b;
    return (b >= 0 && sum < a) || sum == Long.MAX_VALUE ? Long.MAX_VALUE - 1 : sum;
  }
}
