// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.window;

import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What is usually asked of numbers. Of 2, 4 and 9: count 3, sum 15, min 2, max 9, mean 5, variance
 * (9 + 1 + 16) / 3 = 8.67.
 *
 * <p>Sums of whole numbers are exact as long as they stay below 2^53 (9.0e15). Other sums, means
 * and variances may differ in their last digits with the order in which the events came.
 *
 * @param count how many numbers
 * @param sum their sum
 * @param min the smallest
 * @param max the largest
 * @param mean the sum divided by the count
 * @param variance the mean of the squared differences from the mean (of the population)
 */
public record Summary(
    long count, double sum, double min, double max, double mean, double variance) {

  /** Returns the type of a summary. */
  public static TypeInformation<Summary> type() {
    return Types.POJO(
        Summary.class,
        Map.of(
            "count", Types.LONG,
            "sum", Types.DOUBLE,
            "min", Types.DOUBLE,
            "max", Types.DOUBLE,
            "mean", Types.DOUBLE,
            "variance", Types.DOUBLE));
  }

  /** Returns the square root of the variance. */
  public double deviation() {
    return Math.sqrt(variance);
  }
}
