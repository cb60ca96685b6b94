// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.window;

import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.functions.KeySelector;

/**
 * Makes a {@link Summary}. The accumulator is {count, sum, lost digits of the sum, min, max, sum of
 * squared differences from the mean}. Methods: Kahan and Babuska, as Neumaier gave it in 1974, for
 * the sum; Chan, Golub and LeVeque, 1979, for the squares.
 */
final class Summarizing<T> implements AggregateFunction<T, double[], Summary> {

  static final TypeInformation<double[]> ACCUMULATOR =
      PrimitiveArrayTypeInfo.DOUBLE_PRIMITIVE_ARRAY_TYPE_INFO;

  private static final int COUNT = 0;
  private static final int SUM = 1;
  private static final int LOST = 2;
  private static final int MIN = 3;
  private static final int MAX = 4;
  private static final int SQUARES = 5;

  private final KeySelector<T, ? extends Number> number;

  Summarizing(KeySelector<T, ? extends Number> number) {
    this.number = number;
  }

  @Override
  public double[] createAccumulator() {
    return new double[] {0, 0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0};
  }

  @Override
  public double[] add(T event, double[] into) {
    double value = numberOf(event);
    return merge(into, new double[] {1, value, 0, value, value, 0});
  }

  private double numberOf(T event) {
    try {
      return number.getKey(event).doubleValue();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(
          WindowAggregator.NAME + ": the number of an event could not be read", e);
    }
  }

  @Override
  public double[] merge(double[] into, double[] other) {
    if (other[COUNT] == 0) {
      return into;
    }
    if (into[COUNT] > 0) {
      double difference = mean(other) - mean(into);
      into[SQUARES] +=
          other[SQUARES]
              + difference
                  * difference
                  * (into[COUNT] * other[COUNT] / (into[COUNT] + other[COUNT]));
    } else {
      into[SQUARES] = other[SQUARES];
    }
    into[COUNT] += other[COUNT];
    double sum = into[SUM] + other[SUM];
    into[LOST] +=
        other[LOST]
            + (Math.abs(into[SUM]) >= Math.abs(other[SUM])
                ? (into[SUM] - sum) + other[SUM]
                : (other[SUM] - sum) + into[SUM]);
    into[SUM] = sum;
    into[MIN] = Math.min(into[MIN], other[MIN]);
    into[MAX] = Math.max(into[MAX], other[MAX]);
    return into;
  }

  @Override
  public Summary getResult(double[] of) {
    return new Summary(
        (long) of[COUNT],
        of[SUM] + of[LOST],
        of[MIN],
        of[MAX],
        mean(of),
        Math.max(0, of[SQUARES] / of[COUNT]));
  }

  private static double mean(double[] of) {
    return (of[SUM] + of[LOST]) / of[COUNT];
  }
}
