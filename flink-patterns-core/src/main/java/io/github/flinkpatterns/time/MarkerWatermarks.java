// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.time;

import io.github.flinkpatterns.logic.Require;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.FilterFunction;
import org.jspecify.annotations.Nullable;

/**
 * Gives a watermark at each marker event: one by which the sender says that everything before it
 * has been sent.
 *
 * <pre>{@code
 * WatermarkStrategy<Reading> strategy = MarkerWatermarks.on(Reading.class)
 *     .markedBy(Reading::endsBatch)
 *     .orAfter(Duration.ofMinutes(10))
 *     .build()
 *     .withTimestampAssigner((reading, unused) -> reading.timeMillis());
 * }</pre>
 *
 * <p>A marker with timestamp t gives the watermark t - 1, at once and behind the marker: other
 * events may share the marker's moment. A marker that is not newer than one before it changes
 * nothing. With {@link Builder#orAfter} the watermark also trails the newest event by at most that
 * much, so that a lost marker cannot hold event time back for ever.
 *
 * <p><b>In numbers</b>: events at 10, 30, 20, a marker at 30, an event at 30. The watermark is 29
 * from the marker on; the last event is in time. With {@code orAfter(15 ms)} the event at 30 alone
 * gives 30 - 15 - 1 = 14 at the next periodic watermark.
 *
 * <p>Without {@code orAfter} the watermarks depend on the order of the events alone, not on timing.
 * Each split of a source has its own markers; a split without any needs Flink's {@code
 * withIdleness}. Nothing is kept but two numbers.
 */
public final class MarkerWatermarks {

  static final String NAME = "MarkerWatermarks";

  private MarkerWatermarks() {}

  /** Starts a strategy for events of a class. */
  public static <E> NeedsMarker<E> on(Class<E> type) {
    Require.given(type, NAME, "on");
    return new NeedsMarker<>();
  }

  /**
   * The stage of the builder that tells markers from other events.
   *
   * @param <E> the event
   */
  public static final class NeedsMarker<E> {

    private NeedsMarker() {}

    /**
     * Sets which events are markers.
     *
     * @throws IllegalArgumentException if the function cannot be serialized
     */
    public Builder<E> markedBy(FilterFunction<E> isMarker) {
      return new Builder<>(Require.serializable(isMarker, NAME, "markedBy"));
    }
  }

  /**
   * The last stage of the builder.
   *
   * @param <E> the event
   */
  public static final class Builder<E> {

    private final FilterFunction<E> isMarker;
    private @Nullable Long orAfterMillis;

    private Builder(FilterFunction<E> isMarker) {
      this.isMarker = isMarker;
    }

    /**
     * Lets the watermark follow the newest event at this distance where no marker comes; off by
     * default.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder<E> orAfter(Duration distance) {
      orAfterMillis = Require.nonNegativeMillis(distance, NAME, "orAfter");
      return this;
    }

    /**
     * Returns the strategy; add a timestamp assigner, idleness and alignment to it as to any other.
     */
    public WatermarkStrategy<E> build() {
      FilterFunction<E> marker = isMarker;
      Long distance = orAfterMillis;
      return WatermarkStrategy.forGenerator(unused -> new MarkerGenerator<>(marker, distance));
    }
  }
}
