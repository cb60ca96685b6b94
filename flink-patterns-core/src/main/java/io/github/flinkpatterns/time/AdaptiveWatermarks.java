// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.time;

import io.github.flinkpatterns.logic.Require;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * Gives watermarks that trail the newest event by as much as recent events were out of order.
 *
 * <pre>{@code
 * WatermarkStrategy<Order> strategy = AdaptiveWatermarks.on(Order.class)
 *     .quantile(0.99)
 *     .between(Duration.ofSeconds(1), Duration.ofMinutes(5))
 *     .build()
 *     .withTimestampAssigner((order, unused) -> order.timeMillis())
 *     .withIdleness(Duration.ofMinutes(1));
 * }</pre>
 *
 * <p>The delay of an event is how far its timestamp lies behind the newest one that came before it;
 * 0 if it is the newest itself. The bound is the given quantile of the last {@link
 * Builder#overLast} delays, never below the lower nor above the upper limit. The watermark is the
 * newest timestamp less the bound less 1 ms, and never goes back.
 *
 * <p><b>In numbers</b>: {@code quantile(0.75)}, {@code overLast(4)}, limits 1 and 100 ms; events at
 * 50, 48, 60, 55. Their delays are 0, 2, 0 and 5, of which three quarters are at most 2: the
 * watermark is 60 - 2 - 1 = 57. Next come 70 and 71, both with delay 0: the last four delays are 0,
 * 5, 0, 0, the quantile is 0, the bound is the lower limit: 71 - 1 - 1 = 69.
 *
 * <p><b>At the start</b>, and after a restore, nothing is known: the bound is the upper limit until
 * {@code overLast} events have come.
 *
 * <p><b>Splits.</b> Given to {@code fromSource}, each split has its own newest timestamp, delays
 * and bound, and Flink takes the smallest watermark of the splits. Idleness and alignment are set
 * on the strategy that {@link Builder#build} returns, as with any of Flink's own.
 *
 * <p><b>Determinism.</b> The bound depends on the order of arrival and on when Flink asks for a
 * watermark (every 200 ms by default): which event is late may differ between two runs, as with all
 * periodic watermarks.
 *
 * <p><b>Memory</b>: 8 bytes for each of {@code overLast} delays, per split, on the heap; nothing in
 * checkpoints. <b>Cost</b>: a few nanoseconds per event; a sort of the delays per watermark.
 *
 * <p>The metric group {@code AdaptiveWatermarks} has the gauges {@code boundMillis} and {@code
 * smallestBoundMillis} (over the splits that have had events; -1 without any) and the counter
 * {@code late}: events not after the watermark of their own split.
 */
public final class AdaptiveWatermarks {

  static final String NAME = "AdaptiveWatermarks";

  /** How many delays are remembered by default: {@value}. */
  public static final int DEFAULT_OVER_LAST = 1_000;

  static final int MAX_OVER_LAST = 1_000_000;

  private AdaptiveWatermarks() {}

  /** Starts a strategy for events of a class. */
  public static <E> NeedsQuantile<E> on(Class<E> type) {
    Require.given(type, NAME, "on");
    return new NeedsQuantile<>();
  }

  /**
   * The stage of the builder that says which share of the events shall be in time.
   *
   * @param <E> the event
   */
  public static final class NeedsQuantile<E> {

    private NeedsQuantile() {}

    /**
     * Sets the share of recent events that the bound covers: with 0.99 one event of a hundred is
     * late, as long as the delays to come are like those before.
     *
     * @throws IllegalArgumentException unless it is above 0 and at most 1
     */
    public NeedsLimits<E> quantile(double quantile) {
      if (!(quantile > 0 && quantile <= 1)) {
        throw Require.wrong(
            NAME, "quantile", quantile, "must be above 0 and at most 1", "pass such a share");
      }
      return new NeedsLimits<>(quantile);
    }
  }

  /**
   * The stage of the builder that limits the bound.
   *
   * @param <E> the event
   */
  public static final class NeedsLimits<E> {

    private final double quantile;

    private NeedsLimits(double quantile) {
      this.quantile = quantile;
    }

    /**
     * Sets the limits of the bound.
     *
     * @param atLeast kept even when all events come in order
     * @param atMost what one wild timestamp, or a broken source, can hold back event time by
     * @throws IllegalArgumentException if the first is negative or longer than the second
     */
    public Builder<E> between(Duration atLeast, Duration atMost) {
      long min = Require.nonNegativeMillis(atLeast, NAME, "atLeast");
      long max = Require.nonNegativeMillis(atMost, NAME, "atMost");
      if (max < min) {
        throw Require.wrong(
            NAME, "atMost", atMost, "is shorter than atLeast, " + atLeast, "swap the two");
      }
      return new Builder<>(quantile, min, max);
    }
  }

  /**
   * The last stage of the builder.
   *
   * @param <E> the event
   */
  public static final class Builder<E> {

    private final double quantile;
    private final long min;
    private final long max;
    private int overLast = DEFAULT_OVER_LAST;

    private Builder(double quantile, long min, long max) {
      this.quantile = quantile;
      this.min = min;
      this.max = max;
    }

    /**
     * Sets how many delays of a split are remembered; {@value #DEFAULT_OVER_LAST} by default. Few
     * follow a change fast; many give a steadier bound.
     *
     * @throws IllegalArgumentException if not a single one of them may exceed the quantile, or
     *     there are more than a million
     */
    public Builder<E> overLast(int events) {
      Require.inRange(events, 1, MAX_OVER_LAST, NAME, "overLast");
      overLast = events;
      return this;
    }

    /**
     * Returns the strategy; add a timestamp assigner, idleness and alignment to it as to any other.
     *
     * @throws IllegalArgumentException if fewer delays are remembered than the quantile needs
     */
    public WatermarkStrategy<E> build() {
      if (quantile < 1 && Math.floor((1 - quantile) * overLast + 1e-9) < 1) {
        throw Require.wrong(
            NAME,
            "overLast",
            overLast,
            "is too few to tell the quantile " + quantile + " from the maximum",
            "remember at least " + (long) Math.ceil(1 / (1 - quantile) - 1e-9));
      }
      return WatermarkStrategy.forGenerator(new Generators<>(quantile, min, max, overLast));
    }
  }

  /** Makes one generator for each split of a source; they share their metrics. */
  private static final class Generators<E> implements WatermarkGeneratorSupplier<E> {

    private final double quantile;
    private final long min;
    private final long max;
    private final int overLast;
    private transient BoundMetrics metrics;

    @SuppressWarnings("NullAway.Init")
    Generators(double quantile, long min, long max, int overLast) {
      this.quantile = quantile;
      this.min = min;
      this.max = max;
      this.overLast = overLast;
    }

    @Override
    public synchronized WatermarkGenerator<E> createWatermarkGenerator(Context context) {
      if (metrics == null || !metrics.isFor(context.getMetricGroup())) {
        metrics = new BoundMetrics(context.getMetricGroup());
      }
      var generator = new AdaptiveGenerator<E>(quantile, min, max, overLast, metrics.late());
      metrics.add(generator);
      return generator;
    }
  }
}
