// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.window;

import org.apache.flink.api.common.functions.AggregateFunction;

/** The events of these tests. */
public record Sale(String item, long cents) {

  /** What an aggregate keeps of a set of sales: enough to tell any two sets apart. */
  public static final class Tally {
    public long count;
    public long sum;
    public long mixed;

    @Override
    public String toString() {
      return count + "/" + sum + "/" + Long.toHexString(mixed);
    }
  }

  /**
   * Changes its accumulator in place, as most users do, and uses up what is merged into it, as
   * Flink allows.
   */
  public static final class Tallying implements AggregateFunction<Sale, Tally, String> {
    @Override
    public Tally createAccumulator() {
      return new Tally();
    }

    @Override
    public Tally add(Sale sale, Tally tally) {
      tally.count++;
      tally.sum += sale.cents();
      tally.mixed += (sale.cents() + 1) * (sale.cents() + 1) * 0x9E3779B97F4A7C15L;
      return tally;
    }

    @Override
    public String getResult(Tally tally) {
      return tally.toString();
    }

    @Override
    public Tally merge(Tally a, Tally b) {
      a.count += b.count;
      a.sum += b.sum;
      a.mixed += b.mixed;
      b.count = -1_000_000;
      return a;
    }
  }
}
