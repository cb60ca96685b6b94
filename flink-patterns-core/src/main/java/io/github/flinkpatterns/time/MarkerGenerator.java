// SPDX-License-Identifier: Apache-2.0
package io.github.flinkpatterns.time;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.functions.FilterFunction;
import org.jspecify.annotations.Nullable;

/** The watermarks of one split; see {@link MarkerWatermarks}. */
final class MarkerGenerator<E> implements WatermarkGenerator<E> {

  private static final long NONE = Long.MIN_VALUE;

  private final FilterFunction<E> isMarker;
  private final @Nullable Long orAfterMillis;
  private long newest = NONE;
  private long emitted = NONE;

  MarkerGenerator(FilterFunction<E> isMarker, @Nullable Long orAfterMillis) {
    this.isMarker = isMarker;
    this.orAfterMillis = orAfterMillis;
  }

  @Override
  public void onEvent(E event, long timestamp, WatermarkOutput output) {
    if (timestamp == NONE) {
      return; // without a timestamp
    }
    newest = Math.max(newest, timestamp);
    if (isMarker(event)) {
      emit(timestamp - 1, output);
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    if (orAfterMillis != null && newest > NONE + orAfterMillis + 1) {
      emit(newest - orAfterMillis - 1, output);
    }
  }

  private void emit(long watermark, WatermarkOutput output) {
    if (watermark > emitted) {
      emitted = watermark;
      output.emitWatermark(new Watermark(watermark));
    }
  }

  private boolean isMarker(E event) {
    try {
      return isMarker.filter(event);
    } catch (Exception e) {
      throw new IllegalStateException(
          MarkerWatermarks.NAME + ": parameter 'markedBy': the function failed on " + event, e);
    }
  }
}
