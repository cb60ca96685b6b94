// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.metrics;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Meter;

/**
 * Events per second over the last {@value #SECONDS} whole seconds. One thread writes, any reads.
 */
final class Rate implements Meter {

  static final int SECONDS = 60;

  private static final int SLOTS = 64;

  private final LongSupplier nanos;
  private final long start;
  private final AtomicLongArray seconds = new AtomicLongArray(SLOTS);
  private final AtomicLongArray counts = new AtomicLongArray(SLOTS);
  private final AtomicLong count = new AtomicLong();

  Rate(LongSupplier nanos) {
    this.nanos = nanos;
    this.start = nanos.getAsLong();
  }

  private long second() {
    return (nanos.getAsLong() - start) / 1_000_000_000L;
  }

  @Override
  public void markEvent() {
    markEvent(1);
  }

  @Override
  public void markEvent(long n) {
    long second = second();
    int slot = (int) (second % SLOTS);
    if (seconds.get(slot) != second) {
      counts.set(slot, 0);
      seconds.set(slot, second);
    }
    counts.lazySet(slot, counts.get(slot) + n);
    count.lazySet(count.get() + n);
  }

  @Override
  public double getRate() {
    long now = second();
    long from = Math.max(0, now - SECONDS);
    long sum = 0;
    for (int slot = 0; slot < SLOTS; slot++) {
      long second = seconds.get(slot);
      sum += second >= from && second < now ? counts.get(slot) : 0;
    }
    return now == from ? 0 : (double) sum / (now - from);
  }

  @Override
  public long getCount() {
    return count.get();
  }
}
