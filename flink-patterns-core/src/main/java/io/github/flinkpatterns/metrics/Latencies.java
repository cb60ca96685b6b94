// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.metrics;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;

/**
 * A histogram of the last {@value #SIZE} values: exact quantiles of these, in 8 kB. One thread
 * writes, any reads.
 */
final class Latencies implements Histogram {

  static final int SIZE = 1_024;

  private final AtomicLongArray values = new AtomicLongArray(SIZE);
  private final AtomicLong count = new AtomicLong();

  @Override
  public void update(long value) {
    long n = count.get();
    values.lazySet((int) (n % SIZE), value);
    count.lazySet(n + 1);
  }

  @Override
  public long getCount() {
    return count.get();
  }

  @Override
  public HistogramStatistics getStatistics() {
    long[] sorted = new long[(int) Math.min(SIZE, count.get())];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = values.get(i);
    }
    Arrays.sort(sorted);
    return new Statistics(sorted);
  }

  private static final class Statistics extends HistogramStatistics {
    private final long[] sorted;

    Statistics(long[] sorted) {
      this.sorted = sorted;
    }

    /** The smallest value that at least the share {@code quantile} of the values do not exceed. */
    @Override
    public double getQuantile(double quantile) {
      if (sorted.length == 0) {
        return 0;
      }
      int rank = (int) Math.ceil(quantile * sorted.length);
      return sorted[Math.max(0, Math.min(sorted.length, rank) - 1)];
    }

    @Override
    public long[] getValues() {
      return sorted.clone();
    }

    @Override
    public int size() {
      return sorted.length;
    }

    @Override
    public double getMean() {
      return Arrays.stream(sorted).average().orElse(0);
    }

    @Override
    public double getStdDev() {
      double mean = getMean();
      double squares = Arrays.stream(sorted).mapToDouble(v -> (v - mean) * (v - mean)).sum();
      return sorted.length < 2 ? 0 : Math.sqrt(squares / (sorted.length - 1));
    }

    @Override
    public long getMax() {
      return sorted.length == 0 ? 0 : sorted[sorted.length - 1];
    }

    @Override
    public long getMin() {
      return sorted.length == 0 ? 0 : sorted[0];
    }
  }
}
