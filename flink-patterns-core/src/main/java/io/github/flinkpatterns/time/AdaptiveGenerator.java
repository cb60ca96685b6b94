// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.time;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.metrics.Counter;

/** The watermarks of one split; see {@link AdaptiveWatermarks}. */
final class AdaptiveGenerator<E> implements WatermarkGenerator<E> {

  static final long UNKNOWN = -1;

  private static final long NONE = Long.MIN_VALUE;

  private final double quantile;
  private final long min;
  private final long max;
  private final RecentDelays delays;
  private final Counter late;
  private long newest = NONE;
  private long emitted = NONE;

  /** Read by the thread that reports metrics. */
  private volatile long bound = UNKNOWN;

  AdaptiveGenerator(double quantile, long min, long max, int overLast, Counter late) {
    this.quantile = quantile;
    this.min = min;
    this.max = max;
    this.delays = new RecentDelays(overLast);
    this.late = late;
  }

  @Override
  public void onEvent(E event, long timestamp, WatermarkOutput output) {
    if (timestamp == NONE) {
      return; // without a timestamp
    }
    if (timestamp <= emitted) {
      late.inc();
    }
    if (timestamp >= newest) {
      newest = timestamp;
      delays.add(0);
    } else {
      long delay = newest - timestamp;
      delays.add(delay < 0 ? Long.MAX_VALUE : delay);
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    if (newest == NONE) {
      return;
    }
    long next = delays.isFull() ? Math.max(min, Math.min(max, delays.quantile(quantile))) : max;
    bound = next;
    long watermark = newest - next - 1;
    if (watermark > emitted && watermark < newest) {
      emitted = watermark;
      output.emitWatermark(new Watermark(watermark));
    }
  }

  long boundMillis() {
    return bound;
  }
}
