// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.aggregate;

import org.apache.flink.api.common.functions.AggregateFunction;

/** The event of the tests. */
public record Sale(String customer, long cents, long time) {

  static Sale of(long cents, long time) {
    return new Sale("ann", cents, time);
  }

  /** The sum, as an event. */
  Sale plus(Sale other) {
    return new Sale(customer, cents + other.cents, Math.max(time, other.time));
  }

  /** The accumulator of {@link Variance}: count, mean, sum of squared differences. */
  public static final class Spread {
    public long n;
    public double mean;
    public double squares;
  }

  /** Mean and sample variance by Welford's method; it changes its accumulator, as it may. */
  static final class Variance implements AggregateFunction<Sale, Spread, double[]> {
    @Override
    public Spread createAccumulator() {
      return new Spread();
    }

    @Override
    public Spread add(Sale sale, Spread spread) {
      double off = sale.cents() - spread.mean;
      spread.n++;
      spread.mean += off / spread.n;
      spread.squares += off * (sale.cents() - spread.mean);
      return spread;
    }

    @Override
    public double[] getResult(Spread spread) {
      return new double[] {spread.mean, spread.n < 2 ? 0 : spread.squares / (spread.n - 1)};
    }

    @Override
    public Spread merge(Spread a, Spread b) {
      throw new UnsupportedOperationException("is never called");
    }
  }

  /** Gives the accumulator itself, which the next event changes. */
  static final class Latest implements AggregateFunction<Sale, Spread, Spread> {
    @Override
    public Spread createAccumulator() {
      return new Spread();
    }

    @Override
    public Spread add(Sale sale, Spread spread) {
      spread.n++;
      return spread;
    }

    @Override
    public Spread getResult(Spread spread) {
      return spread;
    }

    @Override
    public Spread merge(Spread a, Spread b) {
      throw new UnsupportedOperationException("is never called");
    }
  }
}
