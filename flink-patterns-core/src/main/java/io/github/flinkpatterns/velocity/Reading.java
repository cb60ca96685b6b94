// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.velocity;

import java.math.BigDecimal;

/**
 * The value of one rule at one event.
 *
 * <p>A value that is a ratio of integers is compared exactly: in floating point while that is
 * certain, in decimals where value and threshold are nearer than rounding can tell.
 */
final class Reading {

  private static final double EARTH_RADIUS_KM = 6371.0088;
  private static final double CERTAIN = 1e-9;

  private double value;
  private boolean exact;
  private long numerator1;
  private long numerator2;
  private long denominator1;
  private long denominator2;

  double value() {
    return value;
  }

  /** Computes the value; false if there is none. */
  boolean read(CompiledRule rule, Run run, Ring ring, int index, long scale) {
    if (rule.rule.op() == Comparison.RATIO_ABOVE) {
      return ratio(rule, run, ring.value(rule.of[0], index));
    }
    return switch (rule.rule.aggregate()) {
      case COUNT -> rational(run.count(), 1, 1, 1);
      case SUM -> rational(run.moments.sum, 1, scale, 1);
      case AVG -> run.count() > 0 && rational(run.moments.sum, 1, run.count(), scale);
      case MIN -> run.count() > 0 && rational(run.min(), 1, scale, 1);
      case MAX -> run.count() > 0 && rational(run.max(), 1, scale, 1);
      case DISTINCT -> rational(run.distinct(), 1, 1, 1);
      case STREAK -> rational(run.streak(), 1, 1, 1);
      case STDDEV -> real(run.moments.deviation() / scale);
      case ZSCORE -> zScore(run, ring.value(rule.of[0], index));
      case GAP ->
          run.lastTime() != Long.MIN_VALUE && rational(ring.time(index) - run.lastTime(), 1, 1, 1);
      case FIRST_SEEN_AGE ->
          rational(age(run, ring.value(rule.of[0], index), ring.time(index)), 1, 1, 1);
      case SPEED -> speed(rule, run, ring, index, scale);
    };
  }

  private boolean ratio(CompiledRule rule, Run run, long own) {
    Moments earlier = run.moments;
    if (earlier.count == 0) {
      return false;
    }
    return switch (rule.rule.aggregate()) {
      case AVG -> earlier.sum > 0 && rational(own, earlier.count, earlier.sum, 1);
      case SUM -> earlier.sum > 0 && rational(own, 1, earlier.sum, 1);
      case MIN -> run.min() > 0 && rational(own, 1, run.min(), 1);
      case MAX -> run.max() > 0 && rational(own, 1, run.max(), 1);
      case STDDEV -> earlier.deviation() > 0 && real(own / earlier.deviation());
      default -> throw new IllegalStateException("no ratio to " + rule.rule.aggregate());
    };
  }

  private boolean zScore(Run run, long own) {
    double deviation = run.moments.deviation();
    return deviation > 0 && real((own - (double) run.moments.sum / run.moments.count) / deviation);
  }

  private static long age(Run run, long own, long time) {
    long first = run.firstSeen(own);
    return first == Long.MAX_VALUE ? 0 : time - first;
  }

  private boolean speed(CompiledRule rule, Run run, Ring ring, int index, long scale) {
    int before = run.newestWith(rule.of[1]);
    if (before < 0) {
      return false;
    }
    double kilometres =
        kilometres(
            degrees(ring, rule.of[0], before, scale),
            degrees(ring, rule.of[1], before, scale),
            degrees(ring, rule.of[0], index, scale),
            degrees(ring, rule.of[1], index, scale));
    long millis = Math.max(1_000, ring.time(index) - ring.time(before));
    return real(kilometres * 3_600_000 / millis);
  }

  private static double degrees(Ring ring, int field, int index, long scale) {
    return Math.toRadians(ring.value(field, index) / (double) scale);
  }

  // The haversine formula, in radians.
  private static double kilometres(double lat1, double lon1, double lat2, double lon2) {
    double a = Math.sin((lat2 - lat1) / 2);
    double b = Math.sin((lon2 - lon1) / 2);
    double h = a * a + Math.cos(lat1) * Math.cos(lat2) * b * b;
    return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
  }

  private boolean rational(long n1, long n2, long d1, long d2) {
    numerator1 = n1;
    numerator2 = n2;
    denominator1 = d1;
    denominator2 = d2;
    exact = true;
    value = ((double) n1 * n2) / ((double) d1 * d2);
    return true;
  }

  private boolean real(double computed) {
    exact = false;
    value = computed;
    return !Double.isNaN(computed);
  }

  /** Tells whether the value satisfies the rule. */
  boolean satisfies(CompiledRule rule) {
    double threshold = rule.threshold;
    int sign = Double.compare(value, threshold);
    if (exact
        && Math.abs(value - threshold)
            <= CERTAIN * Math.max(Math.abs(value), Math.abs(threshold))) {
      BigDecimal left = BigDecimal.valueOf(numerator1).multiply(BigDecimal.valueOf(numerator2));
      BigDecimal right =
          BigDecimal.valueOf(denominator1).multiply(BigDecimal.valueOf(denominator2));
      sign = left.compareTo(right.multiply(rule.rule.threshold()));
    }
    return rule.rule.op().holds(sign);
  }
}
