// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.dedup;

/** Sums of epoch milliseconds that stop at the ends of {@code long} in place of wrapping round. */
final class Times {

  private Times() {}

  /** Returns {@code time + span}, for a span that is not negative. */
  static long plus(long time, long span) {
    long sum = time + span;
    return sum < time ? Long.MAX_VALUE : sum;
  }

  /** Returns {@code time - span}, for a span that is not negative; the ends stay where they are. */
  static long minus(long time, long span) {
    if (time == Long.MAX_VALUE) {
      return time;
    }
    long difference = time - span;
    return difference > time ? Long.MIN_VALUE : difference;
  }

  /** Tells whether the two moments are less than {@code span} apart. */
  static boolean near(long a, long b, long span) {
    long distance = a >= b ? a - b : b - a;
    return distance >= 0 && distance < span; // negative: the distance is beyond a long
  }

  /**
   * Returns the watermark at which nothing before {@code end} can come in time any more, if events
   * may be late by {@code lateness}.
   */
  static long due(long end, long lateness) {
    return Math.min(plus(end - 1, lateness), Long.MAX_VALUE - 1);
  }
}
