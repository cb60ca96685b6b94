// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.bench.report;

import java.util.Collection;

/**
 * Where the middle half of some numbers lies.
 *
 * @param low the lower quartile
 * @param median the median
 * @param high the upper quartile
 * @param least the least
 * @param most the greatest
 */
public record Spread(double low, double median, double high, double least, double most) {

  /** Returns that of {@code numbers}; not-a-number if there are none. */
  public static Spread of(Collection<Double> numbers) {
    double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Spread(
        quantile(sorted, .25),
        quantile(sorted, .5),
        quantile(sorted, .75),
        quantile(sorted, 0),
        quantile(sorted, 1));
  }

  private static double quantile(double[] sorted, double q) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double place = q * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
